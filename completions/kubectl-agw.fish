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
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "serve" -d 'Run the cluster\'s routes, or those of files, on this machine'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "test" -d 'Try a route with real requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "apply" -d 'Apply manifests, checked as a whole before the first is written'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "diff" -d 'Show what applying manifests would change, object by object'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "plan" -d 'Show what applying manifests would do to the models'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "export" -d 'Write live objects as manifests for git'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "convert" -d 'Turn manifests in other dialects into agentgateway\'s own'
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -s f -l filename -d 'Manifests: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -s o -l output -d 'Print the objects instead of a line for each: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -s R -l recursive -d 'Read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -s f -l filename -d 'Manifests: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -s o -l output -d 'Output format: diff or json' -r -f -a "diff\t''
json\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -s R -l recursive -d 'Read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l force-conflicts -d 'Compare as if fields that somebody else manages were taken over'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -s f -l filename -d 'Manifests: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -s o -l output -d 'Output format: text or json' -r -f -a "text\t''
json\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -s R -l recursive -d 'Read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l prune -d 'Count backends and routes of the manifests\' namespaces that no manifest has as removed'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -s o -l output -d 'Output format: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l to -d 'Write a file for each object into this folder' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -s A -l all-namespaces -d 'The objects of all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l with-secrets -d 'The Secrets that backends name too, their values masked'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -s f -l filename -d 'Manifests: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -s o -l output -d 'Output format: yaml or json' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -s R -l recursive -d 'Read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -s h -l help -d 'Print help'
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "add-backend" -d 'Add a model: an AgentgatewayBackend and the HTTPRoute to it'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "list" -d 'List every model with its route, key and state'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "serve" -d 'Run the cluster\'s routes, or those of files, on this machine'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "test" -d 'Try a route with real requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "apply" -d 'Apply manifests, checked as a whole before the first is written'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "diff" -d 'Show what applying manifests would change, object by object'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "plan" -d 'Show what applying manifests would do to the models'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "export" -d 'Write live objects as manifests for git'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "convert" -d 'Turn manifests in other dialects into agentgateway\'s own'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "crds" -d 'Print or install the definitions of agentgateway\'s kinds'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "completion" -d 'Print a completion script for a shell'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "version" -d 'Print the version'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "generate" -d 'Write the generated files of the repository'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend list serve test apply diff plan export convert crds completion version generate help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from test" -f -a "curl" -d 'Send one chat completion and show the reply, who gave it, the time and the tokens'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from crds" -f -a "print" -d 'Print the definitions as YAML'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from crds" -f -a "install" -d 'Install those that nobody else manages'
