# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kubectl_agw_global_optspecs
    string join \n kubeconfig= context= cluster= user= n/namespace= as= as-group= as-uid= request-timeout= s/server= token-file= certificate-authority= insecure-skip-tls-verify tls-server-name= h/help V/version
end

function __fish_kubectl_agw_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kubectl_agw_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kubectl_agw_using_subcommand
    set -l cmd (__fish_kubectl_agw_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -s V -l version -d 'Print version'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "add-backend" -d 'Add a model: an AgentgatewayBackend and the HTTPRoute to it'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "list" -d 'List every model with its route, key and state'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "ls" -d 'List every model with its route, key and state'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "key" -d 'Write, list, check and rotate the providers\' keys'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "serve" -d 'Run the cluster\'s routes, or those of files, on this machine'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "test" -d 'Try a route with real requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "crds" -d 'Print or install the definitions of agentgateway\'s kinds'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "completion" -d 'Print a completion script for a shell'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "version" -d 'Print the version'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "generate" -d 'Write the generated files of the repository'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l provider -d 'Who answers: openai, anthropic, gemini, bedrock, or custom with --host' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l model -d 'The model that is asked, whatever the request names' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l secret -d 'Secret that holds the provider\'s key, in the same namespace' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l secret-key -d 'Data key of the Secret, where it is not Authorization' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l host -d 'Call this host instead of the provider\'s own' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l port -d 'Port of --host; 443 is called with TLS, every other without' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l path-prefix -d 'What stands before the provider\'s paths at --host, in the place of /v1' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l header -d 'Take requests with this header; given several times, with all of them' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l path -d 'Take requests to this path and below it' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l hostname -d 'Take requests to this host; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l gateway -d 'The Gateway that takes them; without it the only one, or agentgateway-proxy' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -s o -l output -d 'Print the objects instead of a line for each: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l wait -d 'Return when the controller has taken both, or says why not' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l timeout -d 'The longest wait' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l no-route -d 'Write the backend alone'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l export -d 'Print the manifests for git: --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s o -l output -d 'Output format' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s R -l recursive -d 'With -f, read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s A -l all-namespaces -d 'The models of all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l no-headers -d 'Leave the headings out'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s o -l output -d 'Output format' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s R -l recursive -d 'With -f, read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s A -l all-namespaces -d 'The models of all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l no-headers -d 'Leave the headings out'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -f -a "set" -d 'Write a key into a Secret'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -f -a "list" -d 'List the Secrets that hold keys, and who uses them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -f -a "ls" -d 'List the Secrets that hold keys, and who uses them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -f -a "check" -d 'Say what is wrong with the keys, without showing them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -f -a "rotate" -d 'Put a new key in the place of an old one, which is kept beside it'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l data-key -d 'The data key to write' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l from-env -d 'Read the key from this environment variable: its name, without a $' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l from-file -d 'Read the key from this file; - is standard input' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -s o -l output -d 'Print the Secret, its values masked, instead of a line: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l no-prompt -d 'Never ask on the terminal'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -s o -l output -d 'Output format' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -s A -l all-namespaces -d 'The keys of all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l no-headers -d 'Leave the headings out'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -s o -l output -d 'Output format' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -s A -l all-namespaces -d 'The keys of all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l no-headers -d 'Leave the headings out'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -s o -l output -d 'Output format' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -s A -l all-namespaces -d 'The keys of all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l no-headers -d 'Leave the headings out'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l data-key -d 'The data key whose value is replaced' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l from-env -d 'Read the key from this environment variable: its name, without a $' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l from-file -d 'Read the key from this file; - is standard input' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l verify -d 'Send one tiny request to this backend\'s provider with the new key first; where the key is refused, nothing is written. It may cost a fraction of a cent' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l timeout -d 'The longest wait for that request' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l keep-as -d 'The data key under which the old value is kept; without it, the data key with .previous behind it' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -s o -l output -d 'Print the Secret, its values masked, instead of a line: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l no-prompt -d 'Never ask on the terminal'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l back -d 'Change the kept value and the current one for each other'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l forget-previous -d 'Remove the kept value'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "set" -d 'Write a key into a Secret'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the Secrets that hold keys, and who uses them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "check" -d 'Say what is wrong with the keys, without showing them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "rotate" -d 'Put a new key in the place of an old one, which is kept beside it'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l port -d 'The local port of the first Gateway; each further one gets the next that is free. 0 takes any' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l simulate-delay -d 'With --simulate, wait this long before a reply' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l simulate-pace -d 'With --simulate, wait this long between the events of a stream' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l max-body -d 'The largest request body that is looked into, in MiB' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l drain -d 'On Ctrl-C, wait this long for running requests' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s o -l output -d 'Say on stdout what is served, as one JSON document, once it is' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s R -l recursive -d 'With -f, read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l simulate -d 'Answer in the providers\' place, without a key or a network; says so in every reply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l no-access-log -d 'Do not write a line for each request'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l print-env -d 'Print the variables that lead clients to a proxy at --port, for a shell\'s eval, and serve nothing'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -f -a "curl" -d 'Send one chat completion and show the reply, who gave it, the time and the tokens'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l header -d 'A header to send; may be repeated' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l path -d 'The path to send to' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l model -d 'The model to ask for; the backend\'s own by default' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l url -d 'The proxy or gateway' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l key-env -d 'Send the value of this environment variable as the client\'s key' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l timeout -d 'Give up after this time' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -s o -l output -d 'Output format: table shows the reply on stdout and the rest on stderr' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -s R -l recursive -d 'With -f, read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l stream -d 'Ask for a stream, and show it as it comes'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l print -d 'Show the equal curl line, and send nothing'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from help" -f -a "curl" -d 'Send one chat completion and show the reply, who gave it, the time and the tokens'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -f -a "print" -d 'Print the definitions as YAML'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -f -a "install" -d 'Install those that nobody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from help" -f -a "print" -d 'Print the definitions as YAML'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from help" -f -a "install" -d 'Install those that nobody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -s o -l output -d 'Output format' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l root -d 'The repository\'s folder' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l check -d 'Write nothing; fail when a file is not what it would be written as'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list key serve test crds completion version generate help" -f -a "add-backend" -d 'Add a model: an AgentgatewayBackend and the HTTPRoute to it'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list key serve test crds completion version generate help" -f -a "list" -d 'List every model with its route, key and state'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list key serve test crds completion version generate help" -f -a "key" -d 'Write, list, check and rotate the providers\' keys'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list key serve test crds completion version generate help" -f -a "serve" -d 'Run the cluster\'s routes, or those of files, on this machine'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list key serve test crds completion version generate help" -f -a "test" -d 'Try a route with real requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list key serve test crds completion version generate help" -f -a "crds" -d 'Print or install the definitions of agentgateway\'s kinds'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list key serve test crds completion version generate help" -f -a "completion" -d 'Print a completion script for a shell'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list key serve test crds completion version generate help" -f -a "version" -d 'Print the version'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list key serve test crds completion version generate help" -f -a "generate" -d 'Write the generated files of the repository'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list key serve test crds completion version generate help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "set" -d 'Write a key into a Secret'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "list" -d 'List the Secrets that hold keys, and who uses them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "check" -d 'Say what is wrong with the keys, without showing them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "rotate" -d 'Put a new key in the place of an old one, which is kept beside it'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from test" -f -a "curl" -d 'Send one chat completion and show the reply, who gave it, the time and the tokens'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from crds" -f -a "print" -d 'Print the definitions as YAML'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from crds" -f -a "install" -d 'Install those that nobody else manages'
