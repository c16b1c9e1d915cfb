
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'kubectl-agw' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'kubectl-agw'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'kubectl-agw' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('add-backend', 'add-backend', [CompletionResultType]::ParameterValue, 'Add a model: an AgentgatewayBackend and the HTTPRoute to it')
            [CompletionResult]::new('add-route', 'add-route', [CompletionResultType]::ParameterValue, 'Add a route to one backend, or to several by weight')
            [CompletionResult]::new('add-model', 'add-model', [CompletionResultType]::ParameterValue, 'Add a model that requests select by name: an AgentgatewayModel')
            [CompletionResult]::new('add-gateway', 'add-gateway', [CompletionResultType]::ParameterValue, 'Add a Gateway, the entry point for requests')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change a single field: a weight, a model or a header')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a backend, route, model or gateway, and show what is left dangling')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove a backend, route, model or gateway, and show what is left dangling')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List models, backends, routes, gateways, keys or policies')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List models, backends, routes, gateways, keys or policies')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Write, list, check and rotate provider API keys')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Find misconfigurations, reported with stable codes')
            [CompletionResult]::new('upgrade', 'upgrade', [CompletionResultType]::ParameterValue, 'Find objects that a newer release of agentgateway breaks, changes or deprecates')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain where a request is routed, what a check code means, or what a provider needs')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show one model, backend, route or Gateway and everything related to it')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what works and what doesn''t, on one screen')
            [CompletionResult]::new('tree', 'tree', [CompletionResultType]::ParameterValue, 'Show how Gateways, routes, backends and Secrets are connected, as a tree')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw how Gateways, routes, backends and Secrets are connected, as text, DOT, Mermaid or SVG')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve the routes of a cluster, or of manifests, on this machine')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Verify and query the audit logs that serve writes')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Test a route with real requests')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Apply manifests, validating all of them before writing the first')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what applying manifests would change in each object')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show how applying manifests would affect models')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export live objects as manifests for git')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Convert manifests from other formats to agentgateway''s own')
            [CompletionResult]::new('crds', 'crds', [CompletionResultType]::ParameterValue, 'Print or install the CRDs of agentgateway')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a shell completion script')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Print the version and the agentgateway release that serve is compatible with')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Write the repository''s generated files')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;add-backend' {
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Provider: openai, anthropic, gemini, vertexai, bedrock, azure, azureopenai or custom; or a vendor: baseten, cerebras, cohere, deepinfra, deepseek, fireworks, groq, huggingface, lmstudio, mistral, ollama, openrouter, together, vllm or xai')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Model to send upstream, overriding the request''s [default: the request''s own]')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'Secret containing the provider''s API key, in the same namespace')
            [CompletionResult]::new('--secret-key', '--secret-key', [CompletionResultType]::ParameterName, 'Data key in the Secret [default: Authorization]')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host to call instead of the provider''s own')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of --host')
            [CompletionResult]::new('--path-prefix', '--path-prefix', [CompletionResultType]::ParameterName, 'Path prefix at --host, instead of /v1')
            [CompletionResult]::new('--tls', '--tls', [CompletionResultType]::ParameterName, 'Use TLS for --host [default: true on port 443, else false]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'custom: API format that the provider supports, with its path if it isn''t the usual one (repeatable)')
            [CompletionResult]::new('--project-id', '--project-id', [CompletionResultType]::ParameterName, 'vertexai: Google Cloud project')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'vertexai, bedrock: region, e.g. us-east-1')
            [CompletionResult]::new('--resource-name', '--resource-name', [CompletionResultType]::ParameterName, 'azure: resource name, as in NAME.openai.azure.com')
            [CompletionResult]::new('--resource-type', '--resource-type', [CompletionResultType]::ParameterName, 'azure: resource type, OpenAI or Foundry')
            [CompletionResult]::new('--project-name', '--project-name', [CompletionResultType]::ParameterName, 'azure: project of a Foundry resource')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'azure, azureopenai: API version, e.g. 2024-10-21')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'azureopenai: host, e.g. my-resource.openai.azure.com')
            [CompletionResult]::new('--deployment-name', '--deployment-name', [CompletionResultType]::ParameterName, 'azureopenai: deployment name; same as --model')
            [CompletionResult]::new('--alias', '--alias', [CompletionResultType]::ParameterName, 'Send model TO to the provider when a request names FROM (repeatable)')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Match requests with this header; if repeated, all must match')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Match this path and everything below it')
            [CompletionResult]::new('--hostname', '--hostname', [CompletionResultType]::ParameterName, 'Match requests for this host (repeatable)')
            [CompletionResult]::new('--gateway', '--gateway', [CompletionResultType]::ParameterName, 'Gateway to attach to [default: the only one, else agentgateway-proxy]')
            [CompletionResult]::new('--fallback', '--fallback', [CompletionResultType]::ParameterName, 'Fallbacks when the provider fails, in order: a backend in this namespace, or PROVIDER:MODEL[,secret=NAME]')
            [CompletionResult]::new('--retry', '--retry', [CompletionResultType]::ParameterName, 'With --fallback, retry the failed request')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'Rate limit, e.g. 100/minute or 10000tokens/hour (repeatable)')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client prints what would be written, without a cluster; server has the API server validate it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'How to handle fields that the cluster''s CRD doesn''t define: fail, drop and warn, or drop')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the controller accepts the object or reports why it doesn''t')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--set-default', '--set-default', [CompletionResultType]::ParameterName, 'Make this the default route even if one exists')
            [CompletionResult]::new('--no-route', '--no-route', [CompletionResultType]::ParameterName, 'Write only the backend, without a route')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take ownership of fields that another field manager owns')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted for compatibility; every write is a server-side apply')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git; same as --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;add-route' {
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'AgentgatewayBackend to route to, with its weight relative to the others (repeatable)')
            [CompletionResult]::new('--gateway', '--gateway', [CompletionResultType]::ParameterName, 'Gateway to attach to [default: the only one, else agentgateway-proxy]')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Match requests with this header; if repeated, all must match')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Match this path and everything below it')
            [CompletionResult]::new('--path-exact', '--path-exact', [CompletionResultType]::ParameterName, 'Match this exact path')
            [CompletionResult]::new('--path-regex', '--path-regex', [CompletionResultType]::ParameterName, 'Match paths that fully match this regular expression')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Match requests with this query parameter; if repeated, all must match')
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'Match requests with this method')
            [CompletionResult]::new('--hostname', '--hostname', [CompletionResultType]::ParameterName, 'Match requests for this host (repeatable)')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client prints what would be written, without a cluster; server has the API server validate it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'How to handle fields that the cluster''s CRD doesn''t define: fail, drop and warn, or drop')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the controller accepts the object or reports why it doesn''t')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take ownership of fields that another field manager owns')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted for compatibility; every write is a server-side apply')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git; same as --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;add-model' {
            [CompletionResult]::new('--match', '--match', [CompletionResultType]::ParameterName, 'Model name to match, with an optional leading or trailing * [default: NAME]')
            [CompletionResult]::new('--gateway', '--gateway', [CompletionResultType]::ParameterName, 'Gateway that offers the model [default: the only one, else agentgateway-proxy]')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Provider: openai, anthropic, gemini, vertexai, bedrock, azure, custom, or a vendor as in add-backend')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Base URL to call instead of the provider''s own')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'custom: API format that the provider supports, with its path if it isn''t the usual one (repeatable)')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'Secret containing the provider''s API key, in the same namespace')
            [CompletionResult]::new('--secret-key', '--secret-key', [CompletionResultType]::ParameterName, 'Data key in the Secret [default: Authorization]')
            [CompletionResult]::new('--project-id', '--project-id', [CompletionResultType]::ParameterName, 'vertexai: Google Cloud project')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'vertexai, bedrock: region, e.g. us-east-1')
            [CompletionResult]::new('--resource-name', '--resource-name', [CompletionResultType]::ParameterName, 'azure: resource name, as in NAME.openai.azure.com')
            [CompletionResult]::new('--resource-type', '--resource-type', [CompletionResultType]::ParameterName, 'azure: resource type, OpenAI or Foundry')
            [CompletionResult]::new('--project-name', '--project-name', [CompletionResultType]::ParameterName, 'azure: project of a Foundry resource')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'azure, azureopenai: API version, e.g. 2024-10-21')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client prints what would be written, without a cluster; server has the API server validate it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'How to handle fields that the cluster''s CRD doesn''t define: fail, drop and warn, or drop')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the controller accepts the object or reports why it doesn''t')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--internal', '--internal', [CompletionResultType]::ParameterName, 'Let only virtual models select it, not requests')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take ownership of fields that another field manager owns')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted for compatibility; every write is a server-side apply')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git; same as --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;add-gateway' {
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'GatewayClass of the Gateway')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of its plain HTTP listener')
            [CompletionResult]::new('--hostname', '--hostname', [CompletionResultType]::ParameterName, 'Accept requests for this host only')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Namespaces whose routes may attach: all, or only the Gateway''s own (same)')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client prints what would be written, without a cluster; server has the API server validate it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'How to handle fields that the cluster''s CRD doesn''t define: fail, drop and warn, or drop')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the controller accepts the object or reports why it doesn''t')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take ownership of fields that another field manager owns')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted for compatibility; every write is a server-side apply')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git; same as --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;set' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('weight', 'weight', [CompletionResultType]::ParameterValue, 'Set the weights of a route''s backends; the others are unchanged')
            [CompletionResult]::new('model', 'model', [CompletionResultType]::ParameterValue, 'Set the model that a backend sends to the provider')
            [CompletionResult]::new('header', 'header', [CompletionResultType]::ParameterValue, 'Set a header that a route matches')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;set;weight' {
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client prints what would be written, without a cluster; server has the API server validate it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'How to handle fields that the cluster''s CRD doesn''t define: fail, drop and warn, or drop')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the controller accepts the object or reports why it doesn''t')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take ownership of fields that another field manager owns')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted for compatibility; every write is a server-side apply')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git; same as --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;set;model' {
            [CompletionResult]::new('--of', '--of', [CompletionResultType]::ParameterName, 'Provider to change, if the backend has several')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client prints what would be written, without a cluster; server has the API server validate it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'How to handle fields that the cluster''s CRD doesn''t define: fail, drop and warn, or drop')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the controller accepts the object or reports why it doesn''t')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take ownership of fields that another field manager owns')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted for compatibility; every write is a server-side apply')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git; same as --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;set;header' {
            [CompletionResult]::new('--rule', '--rule', [CompletionResultType]::ParameterName, 'Number of the rule to change, starting at 1, if the route has several')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client prints what would be written, without a cluster; server has the API server validate it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'How to handle fields that the cluster''s CRD doesn''t define: fail, drop and warn, or drop')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the controller accepts the object or reports why it doesn''t')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take ownership of fields that another field manager owns')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted for compatibility; every write is a server-side apply')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git; same as --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;set;help' {
            [CompletionResult]::new('weight', 'weight', [CompletionResultType]::ParameterValue, 'Set the weights of a route''s backends; the others are unchanged')
            [CompletionResult]::new('model', 'model', [CompletionResultType]::ParameterValue, 'Set the model that a backend sends to the provider')
            [CompletionResult]::new('header', 'header', [CompletionResultType]::ParameterValue, 'Set a header that a route matches')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;set;help;weight' {
            break
        }
        'kubectl-agw;set;help;model' {
            break
        }
        'kubectl-agw;set;help;header' {
            break
        }
        'kubectl-agw;set;help;help' {
            break
        }
        'kubectl-agw;remove' {
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'client prints what would be removed; server has the API server validate it')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print what was removed and what is left dangling. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print what was removed and what is left dangling. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the object is gone; finalizers may delay that')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--cascade', '--cascade', [CompletionResultType]::ParameterName, 'Also remove routes, models and policies that nothing else uses')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Don''t ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Don''t ask for confirmation')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests of what would be removed, and remove nothing')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;rm' {
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'client prints what would be removed; server has the API server validate it')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print what was removed and what is left dangling. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print what was removed and what is left dangling. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the object is gone; finalizers may delay that')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--cascade', '--cascade', [CompletionResultType]::ParameterName, 'Also remove routes, models and policies that nothing else uses')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Don''t ask for confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Don''t ask for confirmation')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests of what would be removed, and remove nothing')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;list' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Label selector to filter on: key=value, key!=value, key, !key or ''key in (a,b)''')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Label selector to filter on: key=value, key!=value, key, !key or ''key in (a,b)''')
            [CompletionResult]::new('--field-selector', '--field-selector', [CompletionResultType]::ParameterName, 'Field selector to filter on, limited to the fields that the API server supports, e.g. metadata.name=NAME')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format. One of: (table, wide, json, yaml, name, jsonpath=TEMPLATE, custom-columns=NAME:PATH,…)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format. One of: (table, wide, json, yaml, name, jsonpath=TEMPLATE, custom-columns=NAME:PATH,…)')
            [CompletionResult]::new('--sort-by', '--sort-by', [CompletionResultType]::ParameterName, 'Sort by a field of the items, e.g. .name, .status.state or .created')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Only list items of this provider, e.g. openai or anthropic')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Only list items with this text in one of their columns')
            [CompletionResult]::new('--capability', '--capability', [CompletionResultType]::ParameterName, 'Only list models that accept this kind of request (e.g. Completions, Embeddings) or have this tag in the catalog')
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Price catalog (JSON) that adds the prices of models, in US dollars per million tokens; takes precedence over the catalogs in a Gateway''s AgentgatewayParameters (repeatable)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'If present, list across all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'If present, list across all namespaces')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Don''t print headers')
            [CompletionResult]::new('--show-labels', '--show-labels', [CompletionResultType]::ParameterName, 'Show all labels as the last column')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Watch for changes')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Watch for changes')
            [CompletionResult]::new('--openai', '--openai', [CompletionResultType]::ParameterName, 'Print the response that an OpenAI client gets from /v1/models')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-agw;ls' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Label selector to filter on: key=value, key!=value, key, !key or ''key in (a,b)''')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Label selector to filter on: key=value, key!=value, key, !key or ''key in (a,b)''')
            [CompletionResult]::new('--field-selector', '--field-selector', [CompletionResultType]::ParameterName, 'Field selector to filter on, limited to the fields that the API server supports, e.g. metadata.name=NAME')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format. One of: (table, wide, json, yaml, name, jsonpath=TEMPLATE, custom-columns=NAME:PATH,…)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format. One of: (table, wide, json, yaml, name, jsonpath=TEMPLATE, custom-columns=NAME:PATH,…)')
            [CompletionResult]::new('--sort-by', '--sort-by', [CompletionResultType]::ParameterName, 'Sort by a field of the items, e.g. .name, .status.state or .created')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Only list items of this provider, e.g. openai or anthropic')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Only list items with this text in one of their columns')
            [CompletionResult]::new('--capability', '--capability', [CompletionResultType]::ParameterName, 'Only list models that accept this kind of request (e.g. Completions, Embeddings) or have this tag in the catalog')
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'Price catalog (JSON) that adds the prices of models, in US dollars per million tokens; takes precedence over the catalogs in a Gateway''s AgentgatewayParameters (repeatable)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'If present, list across all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'If present, list across all namespaces')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Don''t print headers')
            [CompletionResult]::new('--show-labels', '--show-labels', [CompletionResultType]::ParameterName, 'Show all labels as the last column')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Watch for changes')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Watch for changes')
            [CompletionResult]::new('--openai', '--openai', [CompletionResultType]::ParameterName, 'Print the response that an OpenAI client gets from /v1/models')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-agw;key' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Write a key to a Secret')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List Secrets that contain keys, and what uses them')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List Secrets that contain keys, and what uses them')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Find problems with keys, without showing them')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Replace a key, keeping the previous one in the Secret')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;key;set' {
            [CompletionResult]::new('--data-key', '--data-key', [CompletionResultType]::ParameterName, 'Data key to write')
            [CompletionResult]::new('--from-env', '--from-env', [CompletionResultType]::ParameterName, 'Name of the environment variable to read the key from, without the $')
            [CompletionResult]::new('--from-file', '--from-file', [CompletionResultType]::ParameterName, 'File to read the key from, or - for standard input')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client prints what would be written, without a cluster; server has the API server validate it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'How to handle fields that the cluster''s CRD doesn''t define: fail, drop and warn, or drop')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the controller accepts the object or reports why it doesn''t')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--no-prompt', '--no-prompt', [CompletionResultType]::ParameterName, 'Don''t prompt for the key')
            [CompletionResult]::new('--with-value', '--with-value', [CompletionResultType]::ParameterName, 'With --export, print the key itself, for a program that seals it; not allowed on a terminal')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take ownership of fields that another field manager owns')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted for compatibility; every write is a server-side apply')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git; same as --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;key;list' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'If present, list the keys in all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'If present, list the keys in all namespaces')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Don''t print headers')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;key;ls' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'If present, list the keys in all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'If present, list the keys in all namespaces')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Don''t print headers')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;key;check' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'If present, check the keys in all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'If present, check the keys in all namespaces')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Don''t print headers')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;key;rotate' {
            [CompletionResult]::new('--data-key', '--data-key', [CompletionResultType]::ParameterName, 'Data key to replace')
            [CompletionResult]::new('--from-env', '--from-env', [CompletionResultType]::ParameterName, 'Name of the environment variable to read the key from, without the $')
            [CompletionResult]::new('--from-file', '--from-file', [CompletionResultType]::ParameterName, 'File to read the key from, or - for standard input')
            [CompletionResult]::new('--verify', '--verify', [CompletionResultType]::ParameterName, 'Verify the new key first with a tiny request to this backend''s provider, and write nothing if the key is rejected; may cost a fraction of a cent')
            [CompletionResult]::new('--keep-as', '--keep-as', [CompletionResultType]::ParameterName, 'Data key to keep the previous value under [default: the data key with the suffix .previous]')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client prints what would be written, without a cluster; server has the API server validate it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'How to handle fields that the cluster''s CRD doesn''t define: fail, drop and warn, or drop')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the controller accepts the object or reports why it doesn''t')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--no-prompt', '--no-prompt', [CompletionResultType]::ParameterName, 'Don''t prompt for the key')
            [CompletionResult]::new('--back', '--back', [CompletionResultType]::ParameterName, 'Swap the previous value and the current one')
            [CompletionResult]::new('--forget-previous', '--forget-previous', [CompletionResultType]::ParameterName, 'Remove the previous value')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take ownership of fields that another field manager owns')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted for compatibility; every write is a server-side apply')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git; same as --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;key;help' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Write a key to a Secret')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List Secrets that contain keys, and what uses them')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Find problems with keys, without showing them')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Replace a key, keeping the previous one in the Secret')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;key;help;set' {
            break
        }
        'kubectl-agw;key;help;list' {
            break
        }
        'kubectl-agw;key;help;check' {
            break
        }
        'kubectl-agw;key;help;rotate' {
            break
        }
        'kubectl-agw;key;help;help' {
            break
        }
        'kubectl-agw;check' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Rules to run: comma-separated codes or prefixes of codes, e.g. AGW1003,AGW2')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Rules to skip, in the same format as --only')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Minimum severity that makes the exit code 1')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Minimum severity to show')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format; short prints one line per finding, junit and sarif are for pipelines')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; short prints one line per finding, junit and sarif are for pipelines')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'If present, check all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'If present, check all namespaces')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;upgrade' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Release to upgrade to: 1.5 or 1.6')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Release to upgrade from (default: what the cluster''s proxies run, else 1.4, the oldest known)')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Minimum severity that makes the exit code 1')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Minimum severity to show')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format; short prints one line per finding, junit and sarif are for pipelines')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; short prints one line per finding, junit and sarif are for pipelines')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'If present, check all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'If present, check all namespaces')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;explain' {
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'Method of the request [default: POST]')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Path of the request, with an optional query')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the request')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header of the request (repeatable)')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Model in the request body')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'A curl command line to explain, instead of the flags above; it is parsed, not run')
            [CompletionResult]::new('--gateway', '--gateway', [CompletionResultType]::ParameterName, 'Only explain for this Gateway')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('--allow-host', '--allow-host', [CompletionResultType]::ParameterName, 'Without a client key, also accept requests for this host, in addition to localhost and the hostnames of Gateways and routes, e.g. host.docker.internal, *.example.com or * (repeatable)')
            [CompletionResult]::new('--allow-origin', '--allow-origin', [CompletionResultType]::ParameterName, 'Without a client key, accept requests from web pages of this origin, and answer their preflights on routes without a `cors` policy, e.g. https://app.example.com, https://*.example.com, null or * (repeatable)')
            [CompletionResult]::new('--max-body', '--max-body', [CompletionResultType]::ParameterName, 'Maximum size of a request body that is parsed, in MiB')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Connect to another address for a Service, or for any host and port: NS/NAME:PORT=HOST:PORT or HOST:PORT=HOST:PORT (repeatable)')
            [CompletionResult]::new('--skip-policy', '--skip-policy', [CompletionResultType]::ParameterName, 'Serve without a kind of policy (traffic.extAuth or extAuth), or without one AgentgatewayPolicy or BackendTLSPolicy (NAMESPACE/NAME or NAME), instead of rejecting its routes (repeatable)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--without-policies', '--without-policies', [CompletionResultType]::ParameterName, 'Serve without AgentgatewayPolicies and BackendTLSPolicies that cannot be read, instead of rejecting the routes that they may guard')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;describe' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format; table is human-readable text')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; table is human-readable text')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-agw;status' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Watch for changes')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Watch for changes')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;tree' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format; table is the tree, json its nodes and edges')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; table is the tree, json its nodes and edges')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'If present, include all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'If present, include all namespaces')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;graph' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'If present, include all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'If present, include all namespaces')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-agw;serve' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Local port of the first listener; 0 picks a free port for every listener [default: the listener''s port, plus 8000 if it is below 1024; the next free port if that is in use]')
            [CompletionResult]::new('--port-map', '--port-map', [CompletionResultType]::ParameterName, 'Local port for a listener''s port, e.g. 80=8080 (repeatable)')
            [CompletionResult]::new('--gateway', '--gateway', [CompletionResultType]::ParameterName, 'Only serve this Gateway')
            [CompletionResult]::new('--address', '--address', [CompletionResultType]::ParameterName, 'Address to listen on; a non-loopback address requires a client key')
            [CompletionResult]::new('--client-key-from-env', '--client-key-from-env', [CompletionResultType]::ParameterName, 'Accept only clients that send the key in this environment variable, in place of a provider''s API key')
            [CompletionResult]::new('--client-key-file', '--client-key-file', [CompletionResultType]::ParameterName, 'Like --client-key-from-env, with the key in this file')
            [CompletionResult]::new('--allow-host', '--allow-host', [CompletionResultType]::ParameterName, 'Without a client key, also accept requests for this host, in addition to localhost and the hostnames of Gateways and routes, e.g. host.docker.internal, *.example.com or * (repeatable)')
            [CompletionResult]::new('--allow-origin', '--allow-origin', [CompletionResultType]::ParameterName, 'Without a client key, accept requests from web pages of this origin, and answer their preflights on routes without a `cors` policy, e.g. https://app.example.com, https://*.example.com, null or * (repeatable)')
            [CompletionResult]::new('--max-body', '--max-body', [CompletionResultType]::ParameterName, 'Maximum size of a request body that is parsed, in MiB')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Connect to another address for a Service, or for any host and port: NS/NAME:PORT=HOST:PORT or HOST:PORT=HOST:PORT (repeatable)')
            [CompletionResult]::new('--skip-policy', '--skip-policy', [CompletionResultType]::ParameterName, 'Serve without a kind of policy (traffic.extAuth or extAuth), or without one AgentgatewayPolicy or BackendTLSPolicy (NAMESPACE/NAME or NAME), instead of rejecting its routes (repeatable)')
            [CompletionResult]::new('--admin-port', '--admin-port', [CompletionResultType]::ParameterName, 'Local port for /status, /readyz and /livez; 0 picks a free one [default: 19000, or a free one if that is in use]')
            [CompletionResult]::new('--simulate-delay', '--simulate-delay', [CompletionResultType]::ParameterName, 'With --simulate, delay before each reply, e.g. 300ms')
            [CompletionResult]::new('--simulate-pace', '--simulate-pace', [CompletionResultType]::ParameterName, 'With --simulate, delay between the events of a stream, e.g. 20ms')
            [CompletionResult]::new('--drain', '--drain', [CompletionResultType]::ParameterName, 'Time to wait for in-flight requests on Ctrl-C, SIGTERM or SIGHUP')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only read this namespace, for which Roles in it suffice [default: all namespaces] (repeatable)')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Only read this namespace, for which Roles in it suffice [default: all namespaces] (repeatable)')
            [CompletionResult]::new('--give-up-after', '--give-up-after', [CompletionResultType]::ParameterName, 'How long to keep using objects that can no longer be read')
            [CompletionResult]::new('--workers', '--workers', [CompletionResultType]::ParameterName, 'Number of threads that serve requests [default: one per CPU, at most 4]')
            [CompletionResult]::new('--audit', '--audit', [CompletionResultType]::ParameterName, 'Directory to write an audit log to, one chained line per request; only its owner may have access to it')
            [CompletionResult]::new('--audit-on-overload', '--audit-on-overload', [CompletionResultType]::ParameterName, 'How to handle requests while the audit log can''t be written: wait, then reject with 503; or reject immediately')
            [CompletionResult]::new('--audit-wait', '--audit-wait', [CompletionResultType]::ParameterName, 'How long requests wait for the audit log')
            [CompletionResult]::new('--audit-sign-with', '--audit-sign-with', [CompletionResultType]::ParameterName, 'Path to the key that signs the audit log, created on first use [default: kubectl-agw/audit.key in the user''s state directory]')
            [CompletionResult]::new('--audit-segment-size', '--audit-segment-size', [CompletionResultType]::ParameterName, 'Maximum size of a segment, in MiB')
            [CompletionResult]::new('--audit-segment-age', '--audit-segment-age', [CompletionResultType]::ParameterName, 'Maximum age of a segment, e.g. 24h')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format; json prints what is served to stdout as one JSON document, once it is served')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; json prints what is served to stdout as one JSON document, once it is served')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--without-policies', '--without-policies', [CompletionResultType]::ParameterName, 'Serve without AgentgatewayPolicies and BackendTLSPolicies that cannot be read, instead of rejecting the routes that they may guard')
            [CompletionResult]::new('--simulate', '--simulate', [CompletionResultType]::ParameterName, 'Simulate the providers, without an API key or a network; every reply says that it is simulated')
            [CompletionResult]::new('--no-access-log', '--no-access-log', [CompletionResultType]::ParameterName, 'Don''t log requests')
            [CompletionResult]::new('--no-audit', '--no-audit', [CompletionResultType]::ParameterName, 'Don''t write an audit log (the default)')
            [CompletionResult]::new('--print-env', '--print-env', [CompletionResultType]::ParameterName, 'Print environment variables that point clients to a running serve, or to --port, for a shell''s eval; serve nothing')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify that nothing was changed, removed or reordered, and that every request is accounted for')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List requests')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List requests')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the last requests, and with -f new ones as they end')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show totals by model, key, backend, route, provider, hour or decision')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Print the public key that verifies the signatures of this user''s audit logs')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;audit;verify' {
            [CompletionResult]::new('--public-key', '--public-key', [CompletionResultType]::ParameterName, 'Public key that must have signed each segment, as printed by `audit key` [default: the one that the log names]')
            [CompletionResult]::new('--expect-head', '--expect-head', [CompletionResultType]::ParameterName, 'Hash of a line that the log must contain, such as a head kept elsewhere; a log that was truncated before it or rewritten doesn''t contain it')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit;list' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests that ended after this time: relative, e.g. 90m or 24h, or absolute, e.g. 2026-11-30T09:00:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests that ended before this time, in the same format as --since')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests for which this CEL expression is true, e.g. ''status >= 400 && model == \"gpt-4o\"''. Variables: status, model, key, provider, duration_ms, and every field of a line, e.g. http.path or gen_ai.usage.input_tokens')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Don''t print headers')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit;ls' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests that ended after this time: relative, e.g. 90m or 24h, or absolute, e.g. 2026-11-30T09:00:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests that ended before this time, in the same format as --since')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests for which this CEL expression is true, e.g. ''status >= 400 && model == \"gpt-4o\"''. Variables: status, model, key, provider, duration_ms, and every field of a line, e.g. http.path or gen_ai.usage.input_tokens')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Don''t print headers')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit;tail' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests that ended after this time: relative, e.g. 90m or 24h, or absolute, e.g. 2026-11-30T09:00:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests that ended before this time, in the same format as --since')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests for which this CEL expression is true, e.g. ''status >= 400 && model == \"gpt-4o\"''. Variables: status, model, key, provider, duration_ms, and every field of a line, e.g. http.path or gen_ai.usage.input_tokens')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Number of requests to show')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Follow the log and show requests as they end')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Follow the log and show requests as they end')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit;stats' {
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Field to group requests by')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests that ended after this time: relative, e.g. 90m or 24h, or absolute, e.g. 2026-11-30T09:00:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests that ended before this time, in the same format as --since')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests for which this CEL expression is true, e.g. ''status >= 400 && model == \"gpt-4o\"''. Variables: status, model, key, provider, duration_ms, and every field of a line, e.g. http.path or gen_ai.usage.input_tokens')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit;key' {
            [CompletionResult]::new('--audit-sign-with', '--audit-sign-with', [CompletionResultType]::ParameterName, 'Path to the signing key [default: kubectl-agw/audit.key in the user''s state directory]')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit;help' {
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify that nothing was changed, removed or reordered, and that every request is accounted for')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List requests')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the last requests, and with -f new ones as they end')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show totals by model, key, backend, route, provider, hour or decision')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Print the public key that verifies the signatures of this user''s audit logs')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;audit;help;verify' {
            break
        }
        'kubectl-agw;audit;help;list' {
            break
        }
        'kubectl-agw;audit;help;tail' {
            break
        }
        'kubectl-agw;audit;help;stats' {
            break
        }
        'kubectl-agw;audit;help;key' {
            break
        }
        'kubectl-agw;audit;help;help' {
            break
        }
        'kubectl-agw;test' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('curl', 'curl', [CompletionResultType]::ParameterValue, 'Send a chat completion and show the reply, backend, route, latency and tokens')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;test;curl' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Header to send (repeatable)')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Path to send to')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Model to request [default: the backend''s own]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'URL of the proxy or gateway')
            [CompletionResult]::new('--key-env', '--key-env', [CompletionResultType]::ParameterName, 'Name of the environment variable with the client key to send')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time for the request, e.g. 30s or 2m')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format; table prints the reply to stdout and the rest to stderr')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format; table prints the reply to stdout and the rest to stderr')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process the directories of -f recursively')
            [CompletionResult]::new('--stream', '--stream', [CompletionResultType]::ParameterName, 'Request a stream, and print it as it arrives')
            [CompletionResult]::new('--print', '--print', [CompletionResultType]::ParameterName, 'Print the equivalent curl command line, and send nothing')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;test;help' {
            [CompletionResult]::new('curl', 'curl', [CompletionResultType]::ParameterValue, 'Send a chat completion and show the reply, backend, route, latency and tokens')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;test;help;curl' {
            break
        }
        'kubectl-agw;test;help;help' {
            break
        }
        'kubectl-agw;apply' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests to read: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Manifests to read: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client prints what would be written, without a cluster; server has the API server validate it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'How to handle fields that the cluster''s CRD doesn''t define: fail, drop and warn, or drop')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the controller accepts the object or reports why it doesn''t')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process directories recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process directories recursively')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take ownership of fields that another field manager owns')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted for compatibility; every write is a server-side apply')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git; same as --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;diff' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests to read: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Manifests to read: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format. One of: (diff, json)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format. One of: (diff, json)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process directories recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process directories recursively')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Compare as if taking ownership of fields that another field manager owns')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;plan' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests to read: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Manifests to read: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'How to handle unknown fields. One of: (strict, warn, ignore)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format. One of: (text, json)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format. One of: (text, json)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process directories recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process directories recursively')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Treat backends and routes in the manifests'' namespaces that aren''t in the manifests as removed')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;export' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format. One of: (yaml, json, name)')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Directory to write to, one file per object')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'If present, export from all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'If present, export from all namespaces')
            [CompletionResult]::new('--with-secrets', '--with-secrets', [CompletionResultType]::ParameterName, 'Also export the Secrets that backends reference, with masked values')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;convert' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests to read: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Manifests to read: a file, a directory, or - for standard input (repeatable)')
            [CompletionResult]::new('--gateway-version', '--gateway-version', [CompletionResultType]::ParameterName, 'With -f, report what this release of agentgateway doesn''t have yet: 1.4, 1.5 or 1.6 (default: 1.6, the newest known)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format. One of: (yaml, json)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format. One of: (yaml, json)')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Process directories recursively')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Process directories recursively')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;crds' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('print', 'print', [CompletionResultType]::ParameterValue, 'Print the CRDs as YAML')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Install the CRDs that no other field manager owns')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;crds;print' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;crds;install' {
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client prints what would be written, without a cluster; server has the API server validate it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'How to handle fields that the cluster''s CRD doesn''t define: fail, drop and warn, or drop')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of one line each. One of: (yaml, json, name)')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the controller accepts the object or reports why it doesn''t')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait, e.g. 30s or 2m')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take ownership of fields that another field manager owns')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted for compatibility; every write is a server-side apply')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git; same as --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;crds;help' {
            [CompletionResult]::new('print', 'print', [CompletionResultType]::ParameterValue, 'Print the CRDs as YAML')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Install the CRDs that no other field manager owns')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;crds;help;print' {
            break
        }
        'kubectl-agw;crds;help;install' {
            break
        }
        'kubectl-agw;crds;help;help' {
            break
        }
        'kubectl-agw;completion' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;version' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;generate' {
            [CompletionResult]::new('--root', '--root', [CompletionResultType]::ParameterName, 'Root directory of the repository')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Path to the kubeconfig file to use [default: $KUBECONFIG, else ~/.kube/config]')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Name of the kubeconfig context to use')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Name of the kubeconfig cluster to use')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Name of the kubeconfig user to use')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Namespace to use [default: the context''s namespace]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Username to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Group to impersonate (repeatable)')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'UID to impersonate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Time to wait for a single request, e.g. 500ms, 1m30s or a number of seconds; 0 means no timeout. Watches are exempt')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Address of the Kubernetes API server [default: the kubeconfig''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Path to a file containing the bearer token')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Path to a PEM file of certificate authorities to trust')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Server name to verify in the API server''s certificate')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing, and fail if a file is out of date')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Don''t verify the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;help' {
            [CompletionResult]::new('add-backend', 'add-backend', [CompletionResultType]::ParameterValue, 'Add a model: an AgentgatewayBackend and the HTTPRoute to it')
            [CompletionResult]::new('add-route', 'add-route', [CompletionResultType]::ParameterValue, 'Add a route to one backend, or to several by weight')
            [CompletionResult]::new('add-model', 'add-model', [CompletionResultType]::ParameterValue, 'Add a model that requests select by name: an AgentgatewayModel')
            [CompletionResult]::new('add-gateway', 'add-gateway', [CompletionResultType]::ParameterValue, 'Add a Gateway, the entry point for requests')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change a single field: a weight, a model or a header')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a backend, route, model or gateway, and show what is left dangling')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List models, backends, routes, gateways, keys or policies')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Write, list, check and rotate provider API keys')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Find misconfigurations, reported with stable codes')
            [CompletionResult]::new('upgrade', 'upgrade', [CompletionResultType]::ParameterValue, 'Find objects that a newer release of agentgateway breaks, changes or deprecates')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain where a request is routed, what a check code means, or what a provider needs')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show one model, backend, route or Gateway and everything related to it')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what works and what doesn''t, on one screen')
            [CompletionResult]::new('tree', 'tree', [CompletionResultType]::ParameterValue, 'Show how Gateways, routes, backends and Secrets are connected, as a tree')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw how Gateways, routes, backends and Secrets are connected, as text, DOT, Mermaid or SVG')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve the routes of a cluster, or of manifests, on this machine')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Verify and query the audit logs that serve writes')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Test a route with real requests')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Apply manifests, validating all of them before writing the first')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what applying manifests would change in each object')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show how applying manifests would affect models')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export live objects as manifests for git')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Convert manifests from other formats to agentgateway''s own')
            [CompletionResult]::new('crds', 'crds', [CompletionResultType]::ParameterValue, 'Print or install the CRDs of agentgateway')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a shell completion script')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Print the version and the agentgateway release that serve is compatible with')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Write the repository''s generated files')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;help;add-backend' {
            break
        }
        'kubectl-agw;help;add-route' {
            break
        }
        'kubectl-agw;help;add-model' {
            break
        }
        'kubectl-agw;help;add-gateway' {
            break
        }
        'kubectl-agw;help;set' {
            [CompletionResult]::new('weight', 'weight', [CompletionResultType]::ParameterValue, 'Set the weights of a route''s backends; the others are unchanged')
            [CompletionResult]::new('model', 'model', [CompletionResultType]::ParameterValue, 'Set the model that a backend sends to the provider')
            [CompletionResult]::new('header', 'header', [CompletionResultType]::ParameterValue, 'Set a header that a route matches')
            break
        }
        'kubectl-agw;help;set;weight' {
            break
        }
        'kubectl-agw;help;set;model' {
            break
        }
        'kubectl-agw;help;set;header' {
            break
        }
        'kubectl-agw;help;remove' {
            break
        }
        'kubectl-agw;help;list' {
            break
        }
        'kubectl-agw;help;key' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Write a key to a Secret')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List Secrets that contain keys, and what uses them')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Find problems with keys, without showing them')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Replace a key, keeping the previous one in the Secret')
            break
        }
        'kubectl-agw;help;key;set' {
            break
        }
        'kubectl-agw;help;key;list' {
            break
        }
        'kubectl-agw;help;key;check' {
            break
        }
        'kubectl-agw;help;key;rotate' {
            break
        }
        'kubectl-agw;help;check' {
            break
        }
        'kubectl-agw;help;upgrade' {
            break
        }
        'kubectl-agw;help;explain' {
            break
        }
        'kubectl-agw;help;describe' {
            break
        }
        'kubectl-agw;help;status' {
            break
        }
        'kubectl-agw;help;tree' {
            break
        }
        'kubectl-agw;help;graph' {
            break
        }
        'kubectl-agw;help;serve' {
            break
        }
        'kubectl-agw;help;audit' {
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify that nothing was changed, removed or reordered, and that every request is accounted for')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List requests')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the last requests, and with -f new ones as they end')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show totals by model, key, backend, route, provider, hour or decision')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Print the public key that verifies the signatures of this user''s audit logs')
            break
        }
        'kubectl-agw;help;audit;verify' {
            break
        }
        'kubectl-agw;help;audit;list' {
            break
        }
        'kubectl-agw;help;audit;tail' {
            break
        }
        'kubectl-agw;help;audit;stats' {
            break
        }
        'kubectl-agw;help;audit;key' {
            break
        }
        'kubectl-agw;help;test' {
            [CompletionResult]::new('curl', 'curl', [CompletionResultType]::ParameterValue, 'Send a chat completion and show the reply, backend, route, latency and tokens')
            break
        }
        'kubectl-agw;help;test;curl' {
            break
        }
        'kubectl-agw;help;apply' {
            break
        }
        'kubectl-agw;help;diff' {
            break
        }
        'kubectl-agw;help;plan' {
            break
        }
        'kubectl-agw;help;export' {
            break
        }
        'kubectl-agw;help;convert' {
            break
        }
        'kubectl-agw;help;crds' {
            [CompletionResult]::new('print', 'print', [CompletionResultType]::ParameterValue, 'Print the CRDs as YAML')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Install the CRDs that no other field manager owns')
            break
        }
        'kubectl-agw;help;crds;print' {
            break
        }
        'kubectl-agw;help;crds;install' {
            break
        }
        'kubectl-agw;help;completion' {
            break
        }
        'kubectl-agw;help;version' {
            break
        }
        'kubectl-agw;help;generate' {
            break
        }
        'kubectl-agw;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
