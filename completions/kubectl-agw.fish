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

complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -s V -l version -d 'Print version'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "add-backend" -d 'Add a model: an AgentgatewayBackend and the HTTPRoute to it'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "add-route" -d 'Add a route to one backend, or to several by weight'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "add-model" -d 'Add a model that requests select by name: an AgentgatewayModel'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "add-gateway" -d 'Add a Gateway, the entry point for requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "set" -d 'Change a single field: a weight, a model or a header'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "remove" -d 'Remove a backend, route, model or gateway, and show what is left dangling'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "rm" -d 'Remove a backend, route, model or gateway, and show what is left dangling'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "list" -d 'List models, backends, routes, gateways, keys or policies'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "ls" -d 'List models, backends, routes, gateways, keys or policies'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "key" -d 'Write, list, check and rotate provider API keys'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "check" -d 'Find misconfigurations, reported with stable codes'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "upgrade" -d 'Find objects that a newer release of agentgateway breaks, changes or deprecates'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "explain" -d 'Explain where a request is routed, what a check code means, or what a provider needs'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "describe" -d 'Show one model, backend, route or Gateway and everything related to it'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "status" -d 'Show what works and what doesn\'t, on one screen'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "tree" -d 'Show how Gateways, routes, backends and Secrets are connected, as a tree'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "graph" -d 'Draw how Gateways, routes, backends and Secrets are connected, as text, DOT, Mermaid or SVG'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "serve" -d 'Serve the routes of a cluster, or of manifests, on this machine'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "audit" -d 'Verify and query the audit logs that serve writes'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "test" -d 'Test a route with real requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "apply" -d 'Apply manifests, validating all of them before writing the first'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "diff" -d 'Show what applying manifests would change in each object'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "plan" -d 'Show how applying manifests would affect models'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "export" -d 'Export live objects as manifests for git'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "convert" -d 'Convert manifests from other formats to agentgateway\'s own'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "crds" -d 'Print or install the CRDs of agentgateway'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "completion" -d 'Print a shell completion script'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "version" -d 'Print the version and the agentgateway release that serve is compatible with'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "generate" -d 'Write the repository\'s generated files'
complete -c kubectl-agw -n "__fish_kubectl_agw_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l provider -d 'Provider: openai, anthropic, gemini, vertexai, bedrock, azure, azureopenai or custom; or a vendor: baseten, cerebras, cohere, deepinfra, deepseek, fireworks, groq, huggingface, lmstudio, mistral, ollama, openrouter, together, vllm or xai' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l model -d 'Model to send upstream, overriding the request\'s [default: the request\'s own]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l secret -d 'Secret containing the provider\'s API key, in the same namespace' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l secret-key -d 'Data key in the Secret [default: Authorization]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l host -d 'Host to call instead of the provider\'s own' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l port -d 'Port of --host' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l path-prefix -d 'Path prefix at --host, instead of /v1' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l tls -d 'Use TLS for --host [default: true on port 443, else false]' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l format -d 'custom: API format that the provider supports, with its path if it isn\'t the usual one (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l project-id -d 'vertexai: Google Cloud project' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l region -d 'vertexai, bedrock: region, e.g. us-east-1' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l resource-name -d 'azure: resource name, as in NAME.openai.azure.com' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l resource-type -d 'azure: resource type, OpenAI or Foundry' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l project-name -d 'azure: project of a Foundry resource' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l api-version -d 'azure, azureopenai: API version, e.g. 2024-10-21' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l endpoint -d 'azureopenai: host, e.g. my-resource.openai.azure.com' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l deployment-name -d 'azureopenai: deployment name; same as --model' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l alias -d 'Send model TO to the provider when a request names FROM (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l header -d 'Match requests with this header; if repeated, all must match' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l path -d 'Match this path and everything below it' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l hostname -d 'Match requests for this host (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l gateway -d 'Gateway to attach to [default: the only one, else agentgateway-proxy]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l fallback -d 'Fallbacks when the provider fails, in order: a backend in this namespace, or PROVIDER:MODEL[,secret=NAME]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l retry -d 'With --fallback, retry the failed request' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l rate-limit -d 'Rate limit, e.g. 100/minute or 10000tokens/hour (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l dry-run -d 'none writes; client prints what would be written, without a cluster; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l validate -d 'How to handle fields that the cluster\'s CRD doesn\'t define: fail, drop and warn, or drop' -r -f -a "strict\t'Fail on fields that the CRD doesn\'t define'
warn\t'Drop them and warn'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -s o -l output -d 'Print the objects instead of one line each. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l wait -d 'Wait until the controller accepts the object or reports why it doesn\'t' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l set-default -d 'Make this the default route even if one exists'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l no-route -d 'Write only the backend, without a route'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l force-conflicts -d 'Take ownership of fields that another field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l server-side -d 'Accepted for compatibility; every write is a server-side apply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l export -d 'Print the manifests for git; same as --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-backend" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l backend -d 'AgentgatewayBackend to route to, with its weight relative to the others (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l gateway -d 'Gateway to attach to [default: the only one, else agentgateway-proxy]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l header -d 'Match requests with this header; if repeated, all must match' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l path -d 'Match this path and everything below it' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l path-exact -d 'Match this exact path' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l path-regex -d 'Match paths that fully match this regular expression' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l query -d 'Match requests with this query parameter; if repeated, all must match' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l method -d 'Match requests with this method' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l hostname -d 'Match requests for this host (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l dry-run -d 'none writes; client prints what would be written, without a cluster; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l validate -d 'How to handle fields that the cluster\'s CRD doesn\'t define: fail, drop and warn, or drop' -r -f -a "strict\t'Fail on fields that the CRD doesn\'t define'
warn\t'Drop them and warn'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -s o -l output -d 'Print the objects instead of one line each. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l wait -d 'Wait until the controller accepts the object or reports why it doesn\'t' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l force-conflicts -d 'Take ownership of fields that another field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l server-side -d 'Accepted for compatibility; every write is a server-side apply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l export -d 'Print the manifests for git; same as --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-route" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l match -d 'Model name to match, with an optional leading or trailing * [default: NAME]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l gateway -d 'Gateway that offers the model [default: the only one, else agentgateway-proxy]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l provider -d 'Provider: openai, anthropic, gemini, vertexai, bedrock, azure, custom, or a vendor as in add-backend' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l base-url -d 'Base URL to call instead of the provider\'s own' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l format -d 'custom: API format that the provider supports, with its path if it isn\'t the usual one (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l secret -d 'Secret containing the provider\'s API key, in the same namespace' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l secret-key -d 'Data key in the Secret [default: Authorization]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l project-id -d 'vertexai: Google Cloud project' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l region -d 'vertexai, bedrock: region, e.g. us-east-1' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l resource-name -d 'azure: resource name, as in NAME.openai.azure.com' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l resource-type -d 'azure: resource type, OpenAI or Foundry' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l project-name -d 'azure: project of a Foundry resource' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l api-version -d 'azure, azureopenai: API version, e.g. 2024-10-21' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l dry-run -d 'none writes; client prints what would be written, without a cluster; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l validate -d 'How to handle fields that the cluster\'s CRD doesn\'t define: fail, drop and warn, or drop' -r -f -a "strict\t'Fail on fields that the CRD doesn\'t define'
warn\t'Drop them and warn'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -s o -l output -d 'Print the objects instead of one line each. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l wait -d 'Wait until the controller accepts the object or reports why it doesn\'t' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l internal -d 'Let only virtual models select it, not requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l force-conflicts -d 'Take ownership of fields that another field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l server-side -d 'Accepted for compatibility; every write is a server-side apply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l export -d 'Print the manifests for git; same as --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-model" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l class -d 'GatewayClass of the Gateway' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l port -d 'Port of its plain HTTP listener' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l hostname -d 'Accept requests for this host only' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l allow -d 'Namespaces whose routes may attach: all, or only the Gateway\'s own (same)' -r -f -a "all\t''
same\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l dry-run -d 'none writes; client prints what would be written, without a cluster; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l validate -d 'How to handle fields that the cluster\'s CRD doesn\'t define: fail, drop and warn, or drop' -r -f -a "strict\t'Fail on fields that the CRD doesn\'t define'
warn\t'Drop them and warn'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -s o -l output -d 'Print the objects instead of one line each. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l wait -d 'Wait until the controller accepts the object or reports why it doesn\'t' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l force-conflicts -d 'Take ownership of fields that another field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l server-side -d 'Accepted for compatibility; every write is a server-side apply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l export -d 'Print the manifests for git; same as --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand add-gateway" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -f -a "weight" -d 'Set the weights of a route\'s backends; the others are unchanged'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -f -a "model" -d 'Set the model that a backend sends to the provider'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -f -a "header" -d 'Set a header that a route matches'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and not __fish_seen_subcommand_from weight model header help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l dry-run -d 'none writes; client prints what would be written, without a cluster; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l validate -d 'How to handle fields that the cluster\'s CRD doesn\'t define: fail, drop and warn, or drop' -r -f -a "strict\t'Fail on fields that the CRD doesn\'t define'
warn\t'Drop them and warn'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -s o -l output -d 'Print the objects instead of one line each. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l wait -d 'Wait until the controller accepts the object or reports why it doesn\'t' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l force-conflicts -d 'Take ownership of fields that another field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l server-side -d 'Accepted for compatibility; every write is a server-side apply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l export -d 'Print the manifests for git; same as --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from weight" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l of -d 'Provider to change, if the backend has several' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l dry-run -d 'none writes; client prints what would be written, without a cluster; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l validate -d 'How to handle fields that the cluster\'s CRD doesn\'t define: fail, drop and warn, or drop' -r -f -a "strict\t'Fail on fields that the CRD doesn\'t define'
warn\t'Drop them and warn'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -s o -l output -d 'Print the objects instead of one line each. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l wait -d 'Wait until the controller accepts the object or reports why it doesn\'t' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l force-conflicts -d 'Take ownership of fields that another field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l server-side -d 'Accepted for compatibility; every write is a server-side apply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l export -d 'Print the manifests for git; same as --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from model" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l rule -d 'Number of the rule to change, starting at 1, if the route has several' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l dry-run -d 'none writes; client prints what would be written, without a cluster; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l validate -d 'How to handle fields that the cluster\'s CRD doesn\'t define: fail, drop and warn, or drop' -r -f -a "strict\t'Fail on fields that the CRD doesn\'t define'
warn\t'Drop them and warn'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -s o -l output -d 'Print the objects instead of one line each. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l wait -d 'Wait until the controller accepts the object or reports why it doesn\'t' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l force-conflicts -d 'Take ownership of fields that another field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l server-side -d 'Accepted for compatibility; every write is a server-side apply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l export -d 'Print the manifests for git; same as --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from header" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from help" -f -a "weight" -d 'Set the weights of a route\'s backends; the others are unchanged'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from help" -f -a "model" -d 'Set the model that a backend sends to the provider'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from help" -f -a "header" -d 'Set a header that a route matches'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand set; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l dry-run -d 'client prints what would be removed; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -s o -l output -d 'Print what was removed and what is left dangling. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l wait -d 'Wait until the object is gone; finalizers may delay that' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l cascade -d 'Also remove routes, models and policies that nothing else uses'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -s y -l yes -d 'Don\'t ask for confirmation'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l export -d 'Print the manifests of what would be removed, and remove nothing'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand remove" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l dry-run -d 'client prints what would be removed; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -s o -l output -d 'Print what was removed and what is left dangling. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l wait -d 'Wait until the object is gone; finalizers may delay that' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l cascade -d 'Also remove routes, models and policies that nothing else uses'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -s y -l yes -d 'Don\'t ask for confirmation'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l export -d 'Print the manifests of what would be removed, and remove nothing'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand rm" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s f -l filename -d 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s l -l selector -d 'Label selector to filter on: key=value, key!=value, key, !key or \'key in (a,b)\'' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l field-selector -d 'Field selector to filter on, limited to the fields that the API server supports, e.g. metadata.name=NAME' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s o -l output -d 'Output format. One of: (table, wide, json, yaml, name, jsonpath=TEMPLATE, custom-columns=NAME:PATH,…)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l sort-by -d 'Sort by a field of the items, e.g. .name, .status.state or .created' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l provider -d 'Only list items of this provider, e.g. openai or anthropic' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l query -d 'Only list items with this text in one of their columns' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l capability -d 'Only list models that accept this kind of request (e.g. Completions, Embeddings) or have this tag in the catalog' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l catalog -d 'Price catalog (JSON) that adds the prices of models, in US dollars per million tokens; takes precedence over the catalogs in a Gateway\'s AgentgatewayParameters (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s R -l recursive -d 'Process the directories of -f recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s A -l all-namespaces -d 'If present, list across all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l no-headers -d 'Don\'t print headers'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l show-labels -d 'Show all labels as the last column'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s w -l watch -d 'Watch for changes'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l openai -d 'Print the response that an OpenAI client gets from /v1/models'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s f -l filename -d 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s l -l selector -d 'Label selector to filter on: key=value, key!=value, key, !key or \'key in (a,b)\'' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l field-selector -d 'Field selector to filter on, limited to the fields that the API server supports, e.g. metadata.name=NAME' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s o -l output -d 'Output format. One of: (table, wide, json, yaml, name, jsonpath=TEMPLATE, custom-columns=NAME:PATH,…)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l sort-by -d 'Sort by a field of the items, e.g. .name, .status.state or .created' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l provider -d 'Only list items of this provider, e.g. openai or anthropic' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l query -d 'Only list items with this text in one of their columns' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l capability -d 'Only list models that accept this kind of request (e.g. Completions, Embeddings) or have this tag in the catalog' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l catalog -d 'Price catalog (JSON) that adds the prices of models, in US dollars per million tokens; takes precedence over the catalogs in a Gateway\'s AgentgatewayParameters (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s R -l recursive -d 'Process the directories of -f recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s A -l all-namespaces -d 'If present, list across all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l no-headers -d 'Don\'t print headers'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l show-labels -d 'Show all labels as the last column'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s w -l watch -d 'Watch for changes'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l openai -d 'Print the response that an OpenAI client gets from /v1/models'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -f -a "set" -d 'Write a key to a Secret'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -f -a "list" -d 'List Secrets that contain keys, and what uses them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -f -a "ls" -d 'List Secrets that contain keys, and what uses them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -f -a "check" -d 'Find problems with keys, without showing them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -f -a "rotate" -d 'Replace a key, keeping the previous one in the Secret'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and not __fish_seen_subcommand_from set list ls check rotate help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l data-key -d 'Data key to write' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l from-env -d 'Name of the environment variable to read the key from, without the $' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l from-file -d 'File to read the key from, or - for standard input' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l dry-run -d 'none writes; client prints what would be written, without a cluster; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l validate -d 'How to handle fields that the cluster\'s CRD doesn\'t define: fail, drop and warn, or drop' -r -f -a "strict\t'Fail on fields that the CRD doesn\'t define'
warn\t'Drop them and warn'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -s o -l output -d 'Print the objects instead of one line each. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l wait -d 'Wait until the controller accepts the object or reports why it doesn\'t' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l no-prompt -d 'Don\'t prompt for the key'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l with-value -d 'With --export, print the key itself, for a program that seals it; not allowed on a terminal'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l force-conflicts -d 'Take ownership of fields that another field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l server-side -d 'Accepted for compatibility; every write is a server-side apply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l export -d 'Print the manifests for git; same as --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -s o -l output -d 'Output format' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -s A -l all-namespaces -d 'If present, list the keys in all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l no-headers -d 'Don\'t print headers'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -s o -l output -d 'Output format' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -s A -l all-namespaces -d 'If present, list the keys in all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l no-headers -d 'Don\'t print headers'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -s o -l output -d 'Output format' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -s A -l all-namespaces -d 'If present, check the keys in all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l no-headers -d 'Don\'t print headers'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l data-key -d 'Data key to replace' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l from-env -d 'Name of the environment variable to read the key from, without the $' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l from-file -d 'File to read the key from, or - for standard input' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l verify -d 'Verify the new key first with a tiny request to this backend\'s provider, and write nothing if the key is rejected; may cost a fraction of a cent' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l keep-as -d 'Data key to keep the previous value under [default: the data key with the suffix .previous]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l dry-run -d 'none writes; client prints what would be written, without a cluster; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l validate -d 'How to handle fields that the cluster\'s CRD doesn\'t define: fail, drop and warn, or drop' -r -f -a "strict\t'Fail on fields that the CRD doesn\'t define'
warn\t'Drop them and warn'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -s o -l output -d 'Print the objects instead of one line each. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l wait -d 'Wait until the controller accepts the object or reports why it doesn\'t' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l no-prompt -d 'Don\'t prompt for the key'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l back -d 'Swap the previous value and the current one'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l forget-previous -d 'Remove the previous value'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l force-conflicts -d 'Take ownership of fields that another field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l server-side -d 'Accepted for compatibility; every write is a server-side apply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l export -d 'Print the manifests for git; same as --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "set" -d 'Write a key to a Secret'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "list" -d 'List Secrets that contain keys, and what uses them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "check" -d 'Find problems with keys, without showing them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "rotate" -d 'Replace a key, keeping the previous one in the Secret'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s f -l filename -d 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l only -d 'Rules to run: comma-separated codes or prefixes of codes, e.g. AGW1003,AGW2' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l skip -d 'Rules to skip, in the same format as --only' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l fail-on -d 'Minimum severity that makes the exit code 1' -r -f -a "warning\t''
error\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l level -d 'Minimum severity to show' -r -f -a "info\t''
warning\t''
error\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s o -l output -d 'Output format; short prints one line per finding, junit and sarif are for pipelines' -r -f -a "table\t''
short\t''
json\t''
junit\t''
sarif\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s R -l recursive -d 'Process the directories of -f recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s A -l all-namespaces -d 'If present, check all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand check" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -s f -l filename -d 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l to -d 'Release to upgrade to: 1.5 or 1.6' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l from -d 'Release to upgrade from (default: what the cluster\'s proxies run, else 1.4, the oldest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l fail-on -d 'Minimum severity that makes the exit code 1' -r -f -a "warning\t''
error\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l level -d 'Minimum severity to show' -r -f -a "info\t''
warning\t''
error\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -s o -l output -d 'Output format; short prints one line per finding, junit and sarif are for pipelines' -r -f -a "table\t''
short\t''
json\t''
junit\t''
sarif\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -s R -l recursive -d 'Process the directories of -f recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -s A -l all-namespaces -d 'If present, check all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand upgrade" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l method -d 'Method of the request [default: POST]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l path -d 'Path of the request, with an optional query' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l host -d 'Host of the request' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l header -d 'Header of the request (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l model -d 'Model in the request body' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l curl -d 'A curl command line to explain, instead of the flags above; it is parsed, not run' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l gateway -d 'Only explain for this Gateway' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -s f -l filename -d 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l allow-host -d 'Without a client key, also accept requests for this host, in addition to localhost and the hostnames of Gateways and routes, e.g. host.docker.internal, *.example.com or * (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l allow-origin -d 'Without a client key, accept requests from web pages of this origin, and answer their preflights on routes without a `cors` policy, e.g. https://app.example.com, https://*.example.com, null or * (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l max-body -d 'Maximum size of a request body that is parsed, in MiB' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l resolve -d 'Connect to another address for a Service, or for any host and port: NS/NAME:PORT=HOST:PORT or HOST:PORT=HOST:PORT (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l skip-policy -d 'Serve without a kind of policy (traffic.extAuth or extAuth), or without one AgentgatewayPolicy or BackendTLSPolicy (NAMESPACE/NAME or NAME), instead of rejecting its routes (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -s o -l output -d 'Output format' -r -f -a "text\t''
json\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -s R -l recursive -d 'Process the directories of -f recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l without-policies -d 'Serve without AgentgatewayPolicies and BackendTLSPolicies that cannot be read, instead of rejecting the routes that they may guard'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand explain" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -s f -l filename -d 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -s o -l output -d 'Output format; table is human-readable text' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -s R -l recursive -d 'Process the directories of -f recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand describe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s f -l filename -d 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s o -l output -d 'Output format' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s R -l recursive -d 'Process the directories of -f recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s w -l watch -d 'Watch for changes'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand status" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s f -l filename -d 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s o -l output -d 'Output format; table is the tree, json its nodes and edges' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s R -l recursive -d 'Process the directories of -f recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s A -l all-namespaces -d 'If present, include all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand tree" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s f -l filename -d 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s o -l output -d 'Output format' -r -f -a "text\t'Tree'
dot\t'Graphviz'
mermaid\t''
svg\t''
json\t'Nodes and edges as JSON'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s R -l recursive -d 'Process the directories of -f recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s A -l all-namespaces -d 'If present, include all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand graph" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s f -l filename -d 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l port -d 'Local port of the first listener; 0 picks a free port for every listener [default: the listener\'s port, plus 8000 if it is below 1024; the next free port if that is in use]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l port-map -d 'Local port for a listener\'s port, e.g. 80=8080 (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l gateway -d 'Only serve this Gateway' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l address -d 'Address to listen on; a non-loopback address requires a client key' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l client-key-from-env -d 'Accept only clients that send the key in this environment variable, in place of a provider\'s API key' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l client-key-file -d 'Like --client-key-from-env, with the key in this file' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l allow-host -d 'Without a client key, also accept requests for this host, in addition to localhost and the hostnames of Gateways and routes, e.g. host.docker.internal, *.example.com or * (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l allow-origin -d 'Without a client key, accept requests from web pages of this origin, and answer their preflights on routes without a `cors` policy, e.g. https://app.example.com, https://*.example.com, null or * (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l max-body -d 'Maximum size of a request body that is parsed, in MiB' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l resolve -d 'Connect to another address for a Service, or for any host and port: NS/NAME:PORT=HOST:PORT or HOST:PORT=HOST:PORT (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l skip-policy -d 'Serve without a kind of policy (traffic.extAuth or extAuth), or without one AgentgatewayPolicy or BackendTLSPolicy (NAMESPACE/NAME or NAME), instead of rejecting its routes (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l admin-port -d 'Local port for /status, /readyz and /livez; 0 picks a free one [default: 19000, or a free one if that is in use]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l simulate-delay -d 'With --simulate, delay before each reply, e.g. 300ms' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l simulate-pace -d 'With --simulate, delay between the events of a stream, e.g. 20ms' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l drain -d 'Time to wait for in-flight requests on Ctrl-C, SIGTERM or SIGHUP' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s n -l namespace -d 'Only read this namespace, for which Roles in it suffice [default: all namespaces] (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l give-up-after -d 'How long to keep using objects that can no longer be read' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l workers -d 'Number of threads that serve requests [default: one per CPU, at most 4]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l audit -d 'Directory to write an audit log to, one chained line per request; only its owner may have access to it' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l audit-on-overload -d 'How to handle requests while the audit log can\'t be written: wait, then reject with 503; or reject immediately' -r -f -a "wait\t''
refuse\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l audit-wait -d 'How long requests wait for the audit log' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l audit-sign-with -d 'Path to the key that signs the audit log, created on first use [default: kubectl-agw/audit.key in the user\'s state directory]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l audit-segment-size -d 'Maximum size of a segment, in MiB' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l audit-segment-age -d 'Maximum age of a segment, e.g. 24h' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s o -l output -d 'Output format; json prints what is served to stdout as one JSON document, once it is served' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s R -l recursive -d 'Process the directories of -f recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l without-policies -d 'Serve without AgentgatewayPolicies and BackendTLSPolicies that cannot be read, instead of rejecting the routes that they may guard'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l simulate -d 'Simulate the providers, without an API key or a network; every reply says that it is simulated'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l no-access-log -d 'Don\'t log requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l no-audit -d 'Don\'t write an audit log (the default)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l print-env -d 'Print environment variables that point clients to a running serve, or to --port, for a shell\'s eval; serve nothing'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand serve" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "verify" -d 'Verify that nothing was changed, removed or reordered, and that every request is accounted for'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "list" -d 'List requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "ls" -d 'List requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "tail" -d 'Show the last requests, and with -f new ones as they end'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "stats" -d 'Show totals by model, key, backend, route, provider, hour or decision'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "key" -d 'Print the public key that verifies the signatures of this user\'s audit logs'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and not __fish_seen_subcommand_from verify list ls tail stats key help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l public-key -d 'Public key that must have signed each segment, as printed by `audit key` [default: the one that the log names]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l expect-head -d 'Hash of a line that the log must contain, such as a head kept elsewhere; a log that was truncated before it or rewritten doesn\'t contain it' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l since -d 'Only requests that ended after this time: relative, e.g. 90m or 24h, or absolute, e.g. 2026-11-30T09:00:00Z' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l until -d 'Only requests that ended before this time, in the same format as --since' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l where -d 'Only requests for which this CEL expression is true, e.g. \'status >= 400 && model == \\"gpt-4o\\"\'. Variables: status, model, key, provider, duration_ms, and every field of a line, e.g. http.path or gen_ai.usage.input_tokens' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l no-headers -d 'Don\'t print headers'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l since -d 'Only requests that ended after this time: relative, e.g. 90m or 24h, or absolute, e.g. 2026-11-30T09:00:00Z' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l until -d 'Only requests that ended before this time, in the same format as --since' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l where -d 'Only requests for which this CEL expression is true, e.g. \'status >= 400 && model == \\"gpt-4o\\"\'. Variables: status, model, key, provider, duration_ms, and every field of a line, e.g. http.path or gen_ai.usage.input_tokens' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l no-headers -d 'Don\'t print headers'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l since -d 'Only requests that ended after this time: relative, e.g. 90m or 24h, or absolute, e.g. 2026-11-30T09:00:00Z' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l until -d 'Only requests that ended before this time, in the same format as --since' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l where -d 'Only requests for which this CEL expression is true, e.g. \'status >= 400 && model == \\"gpt-4o\\"\'. Variables: status, model, key, provider, duration_ms, and every field of a line, e.g. http.path or gen_ai.usage.input_tokens' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l lines -d 'Number of requests to show' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -s f -l follow -d 'Follow the log and show requests as they end'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from tail" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l by -d 'Field to group requests by' -r -f -a "model\t''
key\t''
backend\t''
route\t''
provider\t''
hour\t''
decision\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l since -d 'Only requests that ended after this time: relative, e.g. 90m or 24h, or absolute, e.g. 2026-11-30T09:00:00Z' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l until -d 'Only requests that ended before this time, in the same format as --since' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l where -d 'Only requests for which this CEL expression is true, e.g. \'status >= 400 && model == \\"gpt-4o\\"\'. Variables: status, model, key, provider, duration_ms, and every field of a line, e.g. http.path or gen_ai.usage.input_tokens' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -s o -l output -d 'Output format' -r -f -a "table\t''
json\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l audit-sign-with -d 'Path to the signing key [default: kubectl-agw/audit.key in the user\'s state directory]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from key" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Verify that nothing was changed, removed or reordered, and that every request is accounted for'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "list" -d 'List requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "tail" -d 'Show the last requests, and with -f new ones as they end'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "stats" -d 'Show totals by model, key, backend, route, provider, hour or decision'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "key" -d 'Print the public key that verifies the signatures of this user\'s audit logs'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand audit; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -f -a "curl" -d 'Send a chat completion and show the reply, backend, route, latency and tokens'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and not __fish_seen_subcommand_from curl help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -s f -l filename -d 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l header -d 'Header to send (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l path -d 'Path to send to' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l model -d 'Model to request [default: the backend\'s own]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l url -d 'URL of the proxy or gateway' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l key-env -d 'Name of the environment variable with the client key to send' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l timeout -d 'Maximum time for the request, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -s o -l output -d 'Output format; table prints the reply to stdout and the rest to stderr' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -s R -l recursive -d 'Process the directories of -f recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l stream -d 'Request a stream, and print it as it arrives'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l print -d 'Print the equivalent curl command line, and send nothing'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from curl" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from help" -f -a "curl" -d 'Send a chat completion and show the reply, backend, route, latency and tokens'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand test; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -s f -l filename -d 'Manifests to read: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l dry-run -d 'none writes; client prints what would be written, without a cluster; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l validate -d 'How to handle fields that the cluster\'s CRD doesn\'t define: fail, drop and warn, or drop' -r -f -a "strict\t'Fail on fields that the CRD doesn\'t define'
warn\t'Drop them and warn'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -s o -l output -d 'Print the objects instead of one line each. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l wait -d 'Wait until the controller accepts the object or reports why it doesn\'t' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -s R -l recursive -d 'Process directories recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l force-conflicts -d 'Take ownership of fields that another field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l server-side -d 'Accepted for compatibility; every write is a server-side apply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l export -d 'Print the manifests for git; same as --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand apply" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -s f -l filename -d 'Manifests to read: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -s o -l output -d 'Output format. One of: (diff, json)' -r -f -a "diff\t''
json\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -s R -l recursive -d 'Process directories recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l force-conflicts -d 'Compare as if taking ownership of fields that another field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand diff" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -s f -l filename -d 'Manifests to read: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l validate -d 'How to handle unknown fields. One of: (strict, warn, ignore)' -r -f -a "strict\t'Fail on fields that the CRD doesn\'t define'
warn\t'Drop them and warn'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -s o -l output -d 'Output format. One of: (text, json)' -r -f -a "text\t''
json\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -s R -l recursive -d 'Process directories recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l prune -d 'Treat backends and routes in the manifests\' namespaces that aren\'t in the manifests as removed'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand plan" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -s o -l output -d 'Output format. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l to -d 'Directory to write to, one file per object' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -s A -l all-namespaces -d 'If present, export from all namespaces'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l with-secrets -d 'Also export the Secrets that backends reference, with masked values'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand export" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -s f -l filename -d 'Manifests to read: a file, a directory, or - for standard input (repeatable)' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l gateway-version -d 'With -f, report what this release of agentgateway doesn\'t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -s o -l output -d 'Output format. One of: (yaml, json)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -s R -l recursive -d 'Process directories recursively'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand convert" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -f -a "print" -d 'Print the CRDs as YAML'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -f -a "install" -d 'Install the CRDs that no other field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and not __fish_seen_subcommand_from print install help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from print" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l dry-run -d 'none writes; client prints what would be written, without a cluster; server has the API server validate it' -r -f -a "none\t'Write'
client\t'Print what would be written, without a cluster'
server\t'Have the API server validate it without persisting anything'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l validate -d 'How to handle fields that the cluster\'s CRD doesn\'t define: fail, drop and warn, or drop' -r -f -a "strict\t'Fail on fields that the CRD doesn\'t define'
warn\t'Drop them and warn'
ignore\t'Drop them'"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -s o -l output -d 'Print the objects instead of one line each. One of: (yaml, json, name)' -r -f -a "yaml\t''
json\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l wait -d 'Wait until the controller accepts the object or reports why it doesn\'t' -r -f -a "true\t''
false\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l timeout -d 'Maximum time to wait, e.g. 30s or 2m' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l force-conflicts -d 'Take ownership of fields that another field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l server-side -d 'Accepted for compatibility; every write is a server-side apply'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l export -d 'Print the manifests for git; same as --dry-run=client -o yaml'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from help" -f -a "print" -d 'Print the CRDs as YAML'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from help" -f -a "install" -d 'Install the CRDs that no other field manager owns'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand crds; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand completion" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -s o -l output -d 'Output format' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''"
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand version" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l root -d 'Root directory of the repository' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l kubeconfig -d 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l context -d 'Name of the kubeconfig context to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l user -d 'Name of the kubeconfig user to use' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l as -d 'Username to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l as-group -d 'Group to impersonate (repeatable)' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l as-uid -d 'UID to impersonate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l request-timeout -d 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -s s -l server -d 'Address of the Kubernetes API server [default: the kubeconfig\'s]' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l token-file -d 'Path to a file containing the bearer token' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l certificate-authority -d 'Path to a PEM file of certificate authorities to trust' -r -F
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l tls-server-name -d 'Server name to verify in the API server\'s certificate' -r
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l check -d 'Write nothing, and fail if a file is out of date'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -l insecure-skip-tls-verify -d 'Don\'t verify the API server\'s certificate'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand generate" -s h -l help -d 'Print help'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "add-backend" -d 'Add a model: an AgentgatewayBackend and the HTTPRoute to it'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "add-route" -d 'Add a route to one backend, or to several by weight'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "add-model" -d 'Add a model that requests select by name: an AgentgatewayModel'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "add-gateway" -d 'Add a Gateway, the entry point for requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "set" -d 'Change a single field: a weight, a model or a header'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "remove" -d 'Remove a backend, route, model or gateway, and show what is left dangling'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "list" -d 'List models, backends, routes, gateways, keys or policies'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "key" -d 'Write, list, check and rotate provider API keys'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "check" -d 'Find misconfigurations, reported with stable codes'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "upgrade" -d 'Find objects that a newer release of agentgateway breaks, changes or deprecates'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "explain" -d 'Explain where a request is routed, what a check code means, or what a provider needs'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "describe" -d 'Show one model, backend, route or Gateway and everything related to it'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "status" -d 'Show what works and what doesn\'t, on one screen'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "tree" -d 'Show how Gateways, routes, backends and Secrets are connected, as a tree'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "graph" -d 'Draw how Gateways, routes, backends and Secrets are connected, as text, DOT, Mermaid or SVG'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "serve" -d 'Serve the routes of a cluster, or of manifests, on this machine'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "audit" -d 'Verify and query the audit logs that serve writes'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "test" -d 'Test a route with real requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "apply" -d 'Apply manifests, validating all of them before writing the first'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "diff" -d 'Show what applying manifests would change in each object'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "plan" -d 'Show how applying manifests would affect models'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "export" -d 'Export live objects as manifests for git'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "convert" -d 'Convert manifests from other formats to agentgateway\'s own'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "crds" -d 'Print or install the CRDs of agentgateway'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "completion" -d 'Print a shell completion script'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "version" -d 'Print the version and the agentgateway release that serve is compatible with'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "generate" -d 'Write the repository\'s generated files'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and not __fish_seen_subcommand_from add-backend add-route add-model add-gateway set remove list key check upgrade explain describe status tree graph serve audit test apply diff plan export convert crds completion version generate help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from set" -f -a "weight" -d 'Set the weights of a route\'s backends; the others are unchanged'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from set" -f -a "model" -d 'Set the model that a backend sends to the provider'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from set" -f -a "header" -d 'Set a header that a route matches'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "set" -d 'Write a key to a Secret'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "list" -d 'List Secrets that contain keys, and what uses them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "check" -d 'Find problems with keys, without showing them'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "rotate" -d 'Replace a key, keeping the previous one in the Secret'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "verify" -d 'Verify that nothing was changed, removed or reordered, and that every request is accounted for'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "list" -d 'List requests'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "tail" -d 'Show the last requests, and with -f new ones as they end'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "stats" -d 'Show totals by model, key, backend, route, provider, hour or decision'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from audit" -f -a "key" -d 'Print the public key that verifies the signatures of this user\'s audit logs'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from test" -f -a "curl" -d 'Send a chat completion and show the reply, backend, route, latency and tokens'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from crds" -f -a "print" -d 'Print the CRDs as YAML'
complete -c kubectl-agw -n "__fish_kubectl_agw_using_subcommand help; and __fish_seen_subcommand_from crds" -f -a "install" -d 'Install the CRDs that no other field manager owns'
