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
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "add-route" -d 'Add a route to one backend, or to several by weight'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "add-model" -d 'Add a model that requests ask for by name: an AgentgatewayModel'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "add-gateway" -d 'Add a Gateway, where requests come in'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "set" -d 'Change one field: a weight, a model, a header'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "remove" -d 'Remove a backend, route, model or gateway, and show what is left hanging'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "rm" -d 'Remove a backend, route, model or gateway, and show what is left hanging'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "list" -d 'List every model with its route, key and state'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "ls" -d 'List every model with its route, key and state'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "key" -d 'Write, list, check and rotate the providers\' keys'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "check" -d 'Say what is wrong, with stable codes'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "explain" -d 'Say where a request goes and why, what a code of check means, what a provider needs'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "describe" -d 'Show one model, backend, route or Gateway with all that hangs on it'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "status" -d 'Show what works and what does not, on one screen'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "tree" -d 'Draw what leads to what, as a tree'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "graph" -d 'Draw what leads to what, as text, DOT, Mermaid or SVG'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "serve" -d 'Run the cluster\'s routes, or those of files, on this machine'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "audit" -d 'Check and read the audit logs of serve'
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l provider -d 'Who answers: openai, anthropic, gemini, vertexai, bedrock, azure, azureopenai, custom; or baseten, cerebras, cohere, deepinfra, deepseek, fireworks, groq, huggingface, lmstudio, mistral, ollama, openrouter, together, vllm, xai' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l model -d 'The model that is asked, whatever the request names; without it, the one that it names' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l secret -d 'Secret that holds the provider\'s key, in the same namespace' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l secret-key -d 'Data key of the Secret, where it is not Authorization' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l host -d 'Call this host instead of the provider\'s own' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l port -d 'Port of --host' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l path-prefix -d 'What stands before the provider\'s paths at --host, in the place of /v1' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l tls -d 'Whether --host is called with TLS; without it, on port 443 alone' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l format -d 'custom: a format that it speaks, and its path where that is not the usual; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l project-id -d 'vertexai: the Google Cloud project' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l region -d 'vertexai, bedrock: the region' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l resource-name -d 'azure: the resource, as in NAME.openai.azure.com' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l resource-type -d 'azure: OpenAI or Foundry' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l project-name -d 'azure: the project of a Foundry resource' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l api-version -d 'azure, azureopenai: the version of the API' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l endpoint -d 'azureopenai: the host, as in my-resource.openai.azure.com' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l deployment-name -d 'azureopenai: the deployment; the same as --model' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l alias -d 'Send model TO to the provider where a request asks for FROM; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l header -d 'Take requests with this header; given several times, with all of them' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l path -d 'Take requests to this path and below it' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l hostname -d 'Take requests to this host; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l gateway -d 'The Gateway that takes them; without it the only one, or agentgateway-proxy' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l fallback -d 'Who answers while the provider does not: a backend here, or PROVIDER:MODEL[,secret=NAME]; several in their order' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l retry -d 'With --fallback, send the request that found the failure again' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l rate-limit -d 'At most so many: 100/minute, or 10000tokens/hour; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -s o -l output -d 'Print the objects instead of a line for each: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l wait -d 'Return when the controller has taken it, or says why not' -r -f -a "true\t''
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l set-default -d 'Take every request that no other route takes, though another route does so already'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l no-route -d 'Write the backend alone'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l export -d 'Print the manifests for git: --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l backend -d 'An AgentgatewayBackend, and its weight beside the others; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l gateway -d 'The Gateway; without it the only one, or agentgateway-proxy' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l header -d 'Requests with this header; given several times, with all of them' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l path -d 'Requests to this path and below it' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l path-exact -d 'Requests to this very path' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l path-regex -d 'Requests whose whole path fits this regular expression' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l query -d 'Requests with this query parameter; given several times, with all of them' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l method -d 'Requests with this method' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l hostname -d 'Requests to this host; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -s o -l output -d 'Print the objects instead of a line for each: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l wait -d 'Return when the controller has taken it, or says why not' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l timeout -d 'The longest wait' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l export -d 'Print the manifests for git: --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l match -d 'The model that requests ask for, with * first or last; without it, the name of the object' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l gateway -d 'The Gateway that offers it; without it the only one, or agentgateway-proxy' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l provider -d 'Who answers: openai, anthropic, gemini, vertexai, bedrock, azure, custom, or a vendor as in add-backend' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l base-url -d 'Call this URL instead of the provider\'s own' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l format -d 'custom: a format that it speaks, and its path where that is not the usual; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l secret -d 'Secret that holds the provider\'s key, in the same namespace' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l secret-key -d 'Data key of the Secret, where it is not Authorization' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l project-id -d 'vertexai: the Google Cloud project' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l region -d 'vertexai, bedrock: the region' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l resource-name -d 'azure: the resource, as in NAME.openai.azure.com' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l resource-type -d 'azure: OpenAI or Foundry' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l project-name -d 'azure: the project of a Foundry resource' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l api-version -d 'azure, azureopenai: the version of the API' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -s o -l output -d 'Print the objects instead of a line for each: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l wait -d 'Return when the controller has taken it, or says why not' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l timeout -d 'The longest wait' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l internal -d 'Only virtual models may choose it, not requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l export -d 'Print the manifests for git: --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l class -d 'GatewayClass' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l port -d 'Port of its listener, which speaks plain HTTP' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l hostname -d 'Take requests to this host alone' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l allow -d 'Whose routes may attach: of all namespaces, or of the same' -r -f -a "all\t''
same\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -s o -l output -d 'Print the objects instead of a line for each: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l wait -d 'Return when the controller has taken it, or says why not' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l timeout -d 'The longest wait' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l export -d 'Print the manifests for git: --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -f -a "weight" -d 'The weights of a route\'s backends; those not named stay'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -f -a "model" -d 'The model that a backend asks'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -f -a "header" -d 'A header by which a route takes its requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -s o -l output -d 'Print the objects instead of a line for each: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l wait -d 'Return when the controller has taken it, or says why not' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l timeout -d 'The longest wait' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l export -d 'Print the manifests for git: --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l of -d 'Of several providers, the one with this name' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -s o -l output -d 'Print the objects instead of a line for each: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l wait -d 'Return when the controller has taken it, or says why not' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l timeout -d 'The longest wait' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l export -d 'Print the manifests for git: --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l rule -d 'Of several rules, the first, second, …' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -s o -l output -d 'Print the objects instead of a line for each: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l wait -d 'Return when the controller has taken it, or says why not' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l timeout -d 'The longest wait' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l export -d 'Print the manifests for git: --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from help" -f -a "weight" -d 'The weights of a route\'s backends; those not named stay'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from help" -f -a "model" -d 'The model that a backend asks'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from help" -f -a "header" -d 'A header by which a route takes its requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l dry-run -d 'client shows what would be removed; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -s o -l output -d 'Print what was removed and what is left hanging: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l wait -d 'Return when it is gone: whoever put a finalizer on it may take a while' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l timeout -d 'The longest wait' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l cascade -d 'Remove the routes, models and policies too that serve nothing else'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -s y -l yes -d 'Do not ask'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l export -d 'Print the manifests of what would be removed, for git, and remove nothing'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l dry-run -d 'client shows what would be removed; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -s o -l output -d 'Print what was removed and what is left hanging: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l wait -d 'Return when it is gone: whoever put a finalizer on it may take a while' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l timeout -d 'The longest wait' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l cascade -d 'Remove the routes, models and policies too that serve nothing else'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -s y -l yes -d 'Do not ask'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l export -d 'Print the manifests of what would be removed, for git, and remove nothing'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s l -l selector -d 'Only objects with these labels: key=value, key!=value, key, !key, key in (a,b)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l field-selector -d 'Only objects with these fields, of those that the API server knows: metadata.name=NAME' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s o -l output -d 'Output format: table, wide, json, yaml, name, jsonpath=TEMPLATE or custom-columns=NAME:PATH,…' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l sort-by -d 'Order by a field of the items: .name, .status.state, .created' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l provider -d 'Only those of this provider: openai, anthropic, …' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l query -d 'Only those with this text in one of their columns' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l capability -d 'Only models that take this kind of request (Completions, Embeddings, …) or have this tag in the catalogue' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l catalog -d 'A price catalogue (JSON): adds the prices of models, in US dollars for a million tokens, before those that a Gateway\'s AgentgatewayParameters name' -r -F
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s A -l all-namespaces -d 'Of all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l no-headers -d 'Leave the headings out'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l show-labels -d 'Show the labels in the last column'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s w -l watch -d 'Go on, and show what changes'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l openai -d 'Print what an OpenAI client gets from /v1/models'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s l -l selector -d 'Only objects with these labels: key=value, key!=value, key, !key, key in (a,b)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l field-selector -d 'Only objects with these fields, of those that the API server knows: metadata.name=NAME' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s o -l output -d 'Output format: table, wide, json, yaml, name, jsonpath=TEMPLATE or custom-columns=NAME:PATH,…' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l sort-by -d 'Order by a field of the items: .name, .status.state, .created' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l provider -d 'Only those of this provider: openai, anthropic, …' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l query -d 'Only those with this text in one of their columns' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l capability -d 'Only models that take this kind of request (Completions, Embeddings, …) or have this tag in the catalogue' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l catalog -d 'A price catalogue (JSON): adds the prices of models, in US dollars for a million tokens, before those that a Gateway\'s AgentgatewayParameters name' -r -F
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s A -l all-namespaces -d 'Of all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l no-headers -d 'Leave the headings out'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l show-labels -d 'Show the labels in the last column'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s w -l watch -d 'Go on, and show what changes'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l openai -d 'Print what an OpenAI client gets from /v1/models'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s h -l help -d 'Print help (see more with \'--help\')'
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -s o -l output -d 'Print the objects instead of a line for each: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l wait -d 'Return when the controller has taken it, or says why not' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l timeout -d 'The longest wait' -r
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l with-value -d 'With --export: print the key itself, for a program that seals it. It is not printed on a terminal'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l force-conflicts -d 'Take over fields that somebody else manages'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l server-side -d 'Accepted, and always so'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l export -d 'Print the manifests for git: --dry-run=client -o yaml'
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l keep-as -d 'The data key under which the old value is kept; without it, the data key with .previous behind it' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l dry-run -d 'none writes; client shows what would be written, without a cluster; server lets the API server check it' -r -f -a "none\t'Write'
client\t'Show what would be written, without a cluster'
server\t'Let the API server check it, and keep nothing'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l validate -d 'What becomes of fields that the cluster\'s CRD does not know' -r -f -a "strict\t'Refuse fields that the CRD does not know'
warn\t'Drop them with a warning'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -s o -l output -d 'Print the objects instead of a line for each: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l wait -d 'Return when the controller has taken it, or says why not' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l timeout -d 'The longest wait' -r
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l export -d 'Print the manifests for git: --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "set" -d 'Write a key into a Secret'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the Secrets that hold keys, and who uses them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "check" -d 'Say what is wrong with the keys, without showing them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "rotate" -d 'Put a new key in the place of an old one, which is kept beside it'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l only -d 'Only these rules: codes with commas between, or the beginning of codes (AGW1)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l skip -d 'Not these rules' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l fail-on -d 'Exit with 1 from this severity on' -r -f -a "warning\t''
error\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l level -d 'Show findings from this severity on' -r -f -a "info\t''
warning\t''
error\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s o -l output -d 'Output format: short is a line a finding; junit and sarif are for pipelines' -r -f -a "table\t''
short\t''
json\t''
junit\t''
sarif\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s R -l recursive -d 'With -f, read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s A -l all-namespaces -d 'All namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l method -d 'POST, unless said otherwise' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l path -d 'Path, with a query if there is one' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l host -d 'Host of the URL' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l header -d 'A header; may be repeated' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l model -d 'The model that the body names' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l curl -d 'A whole curl line in the place of the flags above; it is read, and not run' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l gateway -d 'Only at this Gateway' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l allow-host -d 'Without a client key, accept requests for this host besides localhost and the hostnames of Gateways and routes: host.docker.internal, *.example.com or * (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l allow-origin -d 'Without a client key, accept requests from web pages of this origin, and answer their preflights where the route has no `cors` policy: https://app.example.com, https://*.example.com, null or * (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l max-body -d 'The largest request body that is looked into, in MiB' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l resolve -d 'Reach a Service, or any host and port, at another address: NS/NAME:PORT=HOST:PORT or HOST:PORT=HOST:PORT. May be repeated' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l skip-policy -d 'Serve without a kind of policy (traffic.extAuth, or extAuth), or without one AgentgatewayPolicy or BackendTLSPolicy (NAMESPACE/NAME, or NAME), instead of rejecting its routes. May be repeated' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -s o -l output -d 'Output format' -r -f -a "text\t''
json\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -s R -l recursive -d 'With -f, read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l without-policies -d 'Serve without the AgentgatewayPolicies and BackendTLSPolicies that may not be read, instead of refusing the routes that they may guard'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -s o -l output -d 'Output format: table is text for people' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -s R -l recursive -d 'With -f, read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s o -l output -d 'Output format' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s R -l recursive -d 'With -f, read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s w -l watch -d 'Go on, and show the screen again when it changes'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s o -l output -d 'Output format: table is the tree, json the nodes and edges' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s R -l recursive -d 'With -f, read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s A -l all-namespaces -d 'Of all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s o -l output -d 'Output format' -r -f -a "text\t'A tree'
dot\t'Graphviz'
mermaid\t''
svg\t''
json\t'Nodes and edges'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s R -l recursive -d 'With -f, read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s A -l all-namespaces -d 'Of all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s f -l filename -d 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l port -d 'The local port of the first listener, or of the only one where there is no Gateway; 0 takes any for all. Without it a listener\'s port is its own, or 8000 higher below 1024, and the next one that is free where that is taken' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l port-map -d 'The local port for a listener\'s port, as 80=8080. May be repeated' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l gateway -d 'Serve only this Gateway' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l address -d 'The address to listen on; another than this machine\'s own needs a client key' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l client-key-from-env -d 'Let only clients in that show the key in this variable, where they put a provider\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l client-key-file -d 'The same with the key in this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l allow-host -d 'Without a client key, accept requests for this host besides localhost and the hostnames of Gateways and routes: host.docker.internal, *.example.com or * (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l allow-origin -d 'Without a client key, accept requests from web pages of this origin, and answer their preflights where the route has no `cors` policy: https://app.example.com, https://*.example.com, null or * (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l max-body -d 'The largest request body that is looked into, in MiB' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l resolve -d 'Reach a Service, or any host and port, at another address: NS/NAME:PORT=HOST:PORT or HOST:PORT=HOST:PORT. May be repeated' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l skip-policy -d 'Serve without a kind of policy (traffic.extAuth, or extAuth), or without one AgentgatewayPolicy or BackendTLSPolicy (NAMESPACE/NAME, or NAME), instead of rejecting its routes. May be repeated' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l admin-port -d 'The local port of the admin address with /status, /readyz and /livez; 0 takes any [default: 19000, or any where that is taken]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l simulate-delay -d 'With --simulate, wait this long before a reply' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l simulate-pace -d 'With --simulate, wait this long between the events of a stream' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l drain -d 'On Ctrl-C, SIGTERM or SIGHUP, wait this long for running requests' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s n -l namespace -d 'Read only this namespace of the cluster, for which Roles in it suffice; without it, all. May be repeated' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l give-up-after -d 'How long what was read is believed while it may not be read any more' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l workers -d 'Threads that serve requests; by default one for each CPU, and four at the most' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l audit -d 'Write an audit log to this folder, which only its owner may reach: a chained line for each request' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l audit-on-overload -d 'What becomes of requests while the audit log cannot be written: wait, then 503; or 503 immediately' -r -f -a "wait\t''
refuse\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l audit-wait -d 'How long they wait' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l audit-sign-with -d 'The file of the key that signs the audit log, made at its first use [default: kubectl-agw/audit.key in the user\'s state folder]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l audit-segment-size -d 'Begin another segment when one has so many MiB' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l audit-segment-age -d 'Begin another segment when one is so old' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s o -l output -d 'Say on stdout what is served, as one JSON document, once it is' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s R -l recursive -d 'With -f, read folders inside folders too'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l without-policies -d 'Serve without the AgentgatewayPolicies and BackendTLSPolicies that may not be read, instead of refusing the routes that they may guard'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l simulate -d 'Answer in the providers\' place, without a key or a network; says so in every reply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l no-access-log -d 'Do not write a line for each request'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l no-audit -d 'Write no audit log (the default)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l print-env -d 'Print the variables that lead clients to the serve that runs already, or to --port, for a shell\'s eval, and serve nothing'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "verify" -d 'Check that nothing was changed, removed or reordered, and that every request is accounted for'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "list" -d 'List requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "ls" -d 'List requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "tail" -d 'Show the last requests, and with -f those to come'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "stats" -d 'Add up requests by model, key, backend, route, provider or hour'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "key" -d 'Print the public key that checks the signatures of this user\'s audit logs'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l public-key -d 'The public key that must have signed each segment, as `audit key` prints it; without it, the one that the log names' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l expect-head -d 'The hash of a line that the log must have: a head that was kept elsewhere. A log that was cut before it or written anew does not have it' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l since -d 'Only requests that ended since: a duration until now (90m, 24h), or a time (2026-11-30T09:00:00Z)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l until -d 'Only requests that ended before, written as --since' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l where -d 'Only requests for which this CEL expression is true: \'status >= 400 && model == \\"gpt-4o\\"\'. It knows status, model, key, provider, duration_ms, and every member of a line: http.path, gen_ai.usage.input_tokens' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l no-headers -d 'Don\'t print headers'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l since -d 'Only requests that ended since: a duration until now (90m, 24h), or a time (2026-11-30T09:00:00Z)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l until -d 'Only requests that ended before, written as --since' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l where -d 'Only requests for which this CEL expression is true: \'status >= 400 && model == \\"gpt-4o\\"\'. It knows status, model, key, provider, duration_ms, and every member of a line: http.path, gen_ai.usage.input_tokens' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l no-headers -d 'Don\'t print headers'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l since -d 'Only requests that ended since: a duration until now (90m, 24h), or a time (2026-11-30T09:00:00Z)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l until -d 'Only requests that ended before, written as --since' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l where -d 'Only requests for which this CEL expression is true: \'status >= 400 && model == \\"gpt-4o\\"\'. It knows status, model, key, provider, duration_ms, and every member of a line: http.path, gen_ai.usage.input_tokens' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l lines -d 'Number of requests to show' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -s f -l follow -d 'Keep showing requests as they end'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l by -d 'What to group requests by' -r -f -a "model\t''
key\t''
backend\t''
route\t''
provider\t''
hour\t''
decision\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l since -d 'Only requests that ended since: a duration until now (90m, 24h), or a time (2026-11-30T09:00:00Z)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l until -d 'Only requests that ended before, written as --since' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l where -d 'Only requests for which this CEL expression is true: \'status >= 400 && model == \\"gpt-4o\\"\'. It knows status, model, key, provider, duration_ms, and every member of a line: http.path, gen_ai.usage.input_tokens' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l audit-sign-with -d 'The file of the key that signs [default: kubectl-agw/audit.key in the user\'s state folder]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l kubeconfig -d 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l context -d 'Use this context of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l cluster -d 'Use this cluster of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l user -d 'Use this user of the kubeconfig' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -s n -l namespace -d 'Work in this namespace; without it, in the context\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l as -d 'Act as this user (impersonation)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l as-group -d 'Act as a member of this group; may be given several times' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l as-uid -d 'Act as the user with this UID' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l request-timeout -d 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -s s -l server -d 'Talk to this API server instead of the kubeconfig\'s' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l token-file -d 'Read the bearer token from this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l certificate-authority -d 'Trust the certificate authorities in this PEM file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l tls-server-name -d 'Expect this name in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l insecure-skip-tls-verify -d 'Do not check the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check that nothing was changed, removed or reordered, and that every request is accounted for'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "list" -d 'List requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "tail" -d 'Show the last requests, and with -f those to come'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "stats" -d 'Add up requests by model, key, backend, route, provider or hour'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "key" -d 'Print the public key that checks the signatures of this user\'s audit logs'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l wait -d 'Return when the controller has taken it, or says why not' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l timeout -d 'The longest wait' -r
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l export -d 'Print the manifests for git: --dry-run=client -o yaml'
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -s o -l output -d 'Print the objects instead of a line for each: yaml, json or name' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l wait -d 'Return when the controller has taken it, or says why not' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l timeout -d 'The longest wait' -r
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l export -d 'Print the manifests for git: --dry-run=client -o yaml'
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
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "add-backend" -d 'Add a model: an AgentgatewayBackend and the HTTPRoute to it'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "add-route" -d 'Add a route to one backend, or to several by weight'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "add-model" -d 'Add a model that requests ask for by name: an AgentgatewayModel'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "add-gateway" -d 'Add a Gateway, where requests come in'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "set" -d 'Change one field: a weight, a model, a header'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "remove" -d 'Remove a backend, route, model or gateway, and show what is left hanging'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "list" -d 'List every model with its route, key and state'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "key" -d 'Write, list, check and rotate the providers\' keys'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "check" -d 'Say what is wrong, with stable codes'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "explain" -d 'Say where a request goes and why, what a code of check means, what a provider needs'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "describe" -d 'Show one model, backend, route or Gateway with all that hangs on it'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "status" -d 'Show what works and what does not, on one screen'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "tree" -d 'Draw what leads to what, as a tree'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "graph" -d 'Draw what leads to what, as text, DOT, Mermaid or SVG'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "serve" -d 'Run the cluster\'s routes, or those of files, on this machine'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "audit" -d 'Check and read the audit logs of serve'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "test" -d 'Try a route with real requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "apply" -d 'Apply manifests, checked as a whole before the first is written'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "diff" -d 'Show what applying manifests would change, object by object'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "plan" -d 'Show what applying manifests would do to the models'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "export" -d 'Write live objects as manifests for git'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "convert" -d 'Turn manifests in other dialects into agentgateway\'s own'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "crds" -d 'Print or install the definitions of agentgateway\'s kinds'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "completion" -d 'Print a completion script for a shell'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "version" -d 'Print the version'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "generate" -d 'Write the generated files of the repository'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from set" -f -a "weight" -d 'The weights of a route\'s backends; those not named stay'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from set" -f -a "model" -d 'The model that a backend asks'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from set" -f -a "header" -d 'A header by which a route takes its requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "set" -d 'Write a key into a Secret'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "list" -d 'List the Secrets that hold keys, and who uses them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "check" -d 'Say what is wrong with the keys, without showing them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "rotate" -d 'Put a new key in the place of an old one, which is kept beside it'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "verify" -d 'Check that nothing was changed, removed or reordered, and that every request is accounted for'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "list" -d 'List requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "tail" -d 'Show the last requests, and with -f those to come'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "stats" -d 'Add up requests by model, key, backend, route, provider or hour'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "key" -d 'Print the public key that checks the signatures of this user\'s audit logs'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from test" -f -a "curl" -d 'Send one chat completion and show the reply, who gave it, the time and the tokens'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from crds" -f -a "print" -d 'Print the definitions as YAML'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from crds" -f -a "install" -d 'Install those that nobody else manages'
