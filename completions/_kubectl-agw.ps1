
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
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('add-backend', 'add-backend', [CompletionResultType]::ParameterValue, 'Add a model: an AgentgatewayBackend and the HTTPRoute to it')
            [CompletionResult]::new('add-route', 'add-route', [CompletionResultType]::ParameterValue, 'Add a route to one backend, or to several by weight')
            [CompletionResult]::new('add-model', 'add-model', [CompletionResultType]::ParameterValue, 'Add a model that requests ask for by name: an AgentgatewayModel')
            [CompletionResult]::new('add-gateway', 'add-gateway', [CompletionResultType]::ParameterValue, 'Add a Gateway, where requests come in')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change one field: a weight, a model, a header')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a backend, route, model or gateway, and show what is left hanging')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove a backend, route, model or gateway, and show what is left hanging')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List every model with its route, key and state')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List every model with its route, key and state')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Write, list, check and rotate the providers'' keys')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say what is wrong, with stable codes')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say where a request goes and why, what a code of check means, what a provider needs')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show one model, backend, route or Gateway with all that hangs on it')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what works and what does not, on one screen')
            [CompletionResult]::new('tree', 'tree', [CompletionResultType]::ParameterValue, 'Draw what leads to what, as a tree')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw what leads to what, as text, DOT, Mermaid or SVG')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Run the cluster''s routes, or those of files, on this machine')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Check and read the audit logs of serve')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Try a route with real requests')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Apply manifests, checked as a whole before the first is written')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what applying manifests would change, object by object')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show what applying manifests would do to the models')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write live objects as manifests for git')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Turn manifests in other dialects into agentgateway''s own')
            [CompletionResult]::new('crds', 'crds', [CompletionResultType]::ParameterValue, 'Print or install the definitions of agentgateway''s kinds')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Print the version')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Write the generated files of the repository')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;add-backend' {
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Who answers: openai, anthropic, gemini, vertexai, bedrock, azure, azureopenai, custom; or baseten, cerebras, cohere, deepinfra, deepseek, fireworks, groq, huggingface, lmstudio, mistral, ollama, openrouter, together, vllm, xai')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'The model that is asked, whatever the request names; without it, the one that it names')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'Secret that holds the provider''s key, in the same namespace')
            [CompletionResult]::new('--secret-key', '--secret-key', [CompletionResultType]::ParameterName, 'Data key of the Secret, where it is not Authorization')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Call this host instead of the provider''s own')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of --host')
            [CompletionResult]::new('--path-prefix', '--path-prefix', [CompletionResultType]::ParameterName, 'What stands before the provider''s paths at --host, in the place of /v1')
            [CompletionResult]::new('--tls', '--tls', [CompletionResultType]::ParameterName, 'Whether --host is called with TLS; without it, on port 443 alone')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'custom: a format that it speaks, and its path where that is not the usual; may be given several times')
            [CompletionResult]::new('--project-id', '--project-id', [CompletionResultType]::ParameterName, 'vertexai: the Google Cloud project')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'vertexai, bedrock: the region')
            [CompletionResult]::new('--resource-name', '--resource-name', [CompletionResultType]::ParameterName, 'azure: the resource, as in NAME.openai.azure.com')
            [CompletionResult]::new('--resource-type', '--resource-type', [CompletionResultType]::ParameterName, 'azure: OpenAI or Foundry')
            [CompletionResult]::new('--project-name', '--project-name', [CompletionResultType]::ParameterName, 'azure: the project of a Foundry resource')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'azure, azureopenai: the version of the API')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'azureopenai: the host, as in my-resource.openai.azure.com')
            [CompletionResult]::new('--deployment-name', '--deployment-name', [CompletionResultType]::ParameterName, 'azureopenai: the deployment; the same as --model')
            [CompletionResult]::new('--alias', '--alias', [CompletionResultType]::ParameterName, 'Send model TO to the provider where a request asks for FROM; may be given several times')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Take requests with this header; given several times, with all of them')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Take requests to this path and below it')
            [CompletionResult]::new('--hostname', '--hostname', [CompletionResultType]::ParameterName, 'Take requests to this host; may be given several times')
            [CompletionResult]::new('--gateway', '--gateway', [CompletionResultType]::ParameterName, 'The Gateway that takes them; without it the only one, or agentgateway-proxy')
            [CompletionResult]::new('--fallback', '--fallback', [CompletionResultType]::ParameterName, 'Who answers while the provider does not: a backend here, or PROVIDER:MODEL[,secret=NAME]; several in their order')
            [CompletionResult]::new('--retry', '--retry', [CompletionResultType]::ParameterName, 'With --fallback, send the request that found the failure again')
            [CompletionResult]::new('--rate-limit', '--rate-limit', [CompletionResultType]::ParameterName, 'At most so many: 100/minute, or 10000tokens/hour; may be given several times')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client shows what would be written, without a cluster; server lets the API server check it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'What becomes of fields that the cluster''s CRD does not know')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when the controller has taken it, or says why not')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--set-default', '--set-default', [CompletionResultType]::ParameterName, 'Take every request that no other route takes, though another route does so already')
            [CompletionResult]::new('--no-route', '--no-route', [CompletionResultType]::ParameterName, 'Write the backend alone')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take over fields that somebody else manages')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted, and always so')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git: --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;add-route' {
            [CompletionResult]::new('--backend', '--backend', [CompletionResultType]::ParameterName, 'An AgentgatewayBackend, and its weight beside the others; may be given several times')
            [CompletionResult]::new('--gateway', '--gateway', [CompletionResultType]::ParameterName, 'The Gateway; without it the only one, or agentgateway-proxy')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Requests with this header; given several times, with all of them')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Requests to this path and below it')
            [CompletionResult]::new('--path-exact', '--path-exact', [CompletionResultType]::ParameterName, 'Requests to this very path')
            [CompletionResult]::new('--path-regex', '--path-regex', [CompletionResultType]::ParameterName, 'Requests whose whole path fits this regular expression')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Requests with this query parameter; given several times, with all of them')
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'Requests with this method')
            [CompletionResult]::new('--hostname', '--hostname', [CompletionResultType]::ParameterName, 'Requests to this host; may be given several times')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client shows what would be written, without a cluster; server lets the API server check it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'What becomes of fields that the cluster''s CRD does not know')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when the controller has taken it, or says why not')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take over fields that somebody else manages')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted, and always so')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git: --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;add-model' {
            [CompletionResult]::new('--match', '--match', [CompletionResultType]::ParameterName, 'The model that requests ask for, with * first or last; without it, the name of the object')
            [CompletionResult]::new('--gateway', '--gateway', [CompletionResultType]::ParameterName, 'The Gateway that offers it; without it the only one, or agentgateway-proxy')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Who answers: openai, anthropic, gemini, vertexai, bedrock, azure, custom, or a vendor as in add-backend')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Call this URL instead of the provider''s own')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'custom: a format that it speaks, and its path where that is not the usual; may be given several times')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'Secret that holds the provider''s key, in the same namespace')
            [CompletionResult]::new('--secret-key', '--secret-key', [CompletionResultType]::ParameterName, 'Data key of the Secret, where it is not Authorization')
            [CompletionResult]::new('--project-id', '--project-id', [CompletionResultType]::ParameterName, 'vertexai: the Google Cloud project')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'vertexai, bedrock: the region')
            [CompletionResult]::new('--resource-name', '--resource-name', [CompletionResultType]::ParameterName, 'azure: the resource, as in NAME.openai.azure.com')
            [CompletionResult]::new('--resource-type', '--resource-type', [CompletionResultType]::ParameterName, 'azure: OpenAI or Foundry')
            [CompletionResult]::new('--project-name', '--project-name', [CompletionResultType]::ParameterName, 'azure: the project of a Foundry resource')
            [CompletionResult]::new('--api-version', '--api-version', [CompletionResultType]::ParameterName, 'azure, azureopenai: the version of the API')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client shows what would be written, without a cluster; server lets the API server check it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'What becomes of fields that the cluster''s CRD does not know')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when the controller has taken it, or says why not')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--internal', '--internal', [CompletionResultType]::ParameterName, 'Only virtual models may choose it, not requests')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take over fields that somebody else manages')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted, and always so')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git: --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;add-gateway' {
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'GatewayClass')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of its listener, which speaks plain HTTP')
            [CompletionResult]::new('--hostname', '--hostname', [CompletionResultType]::ParameterName, 'Take requests to this host alone')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Whose routes may attach: of all namespaces, or of the same')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client shows what would be written, without a cluster; server lets the API server check it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'What becomes of fields that the cluster''s CRD does not know')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when the controller has taken it, or says why not')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take over fields that somebody else manages')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted, and always so')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git: --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;set' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('weight', 'weight', [CompletionResultType]::ParameterValue, 'The weights of a route''s backends; those not named stay')
            [CompletionResult]::new('model', 'model', [CompletionResultType]::ParameterValue, 'The model that a backend asks')
            [CompletionResult]::new('header', 'header', [CompletionResultType]::ParameterValue, 'A header by which a route takes its requests')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;set;weight' {
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client shows what would be written, without a cluster; server lets the API server check it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'What becomes of fields that the cluster''s CRD does not know')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when the controller has taken it, or says why not')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take over fields that somebody else manages')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted, and always so')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git: --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;set;model' {
            [CompletionResult]::new('--of', '--of', [CompletionResultType]::ParameterName, 'Of several providers, the one with this name')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client shows what would be written, without a cluster; server lets the API server check it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'What becomes of fields that the cluster''s CRD does not know')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when the controller has taken it, or says why not')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take over fields that somebody else manages')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted, and always so')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git: --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;set;header' {
            [CompletionResult]::new('--rule', '--rule', [CompletionResultType]::ParameterName, 'Of several rules, the first, second, …')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client shows what would be written, without a cluster; server lets the API server check it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'What becomes of fields that the cluster''s CRD does not know')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when the controller has taken it, or says why not')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take over fields that somebody else manages')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted, and always so')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git: --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;set;help' {
            [CompletionResult]::new('weight', 'weight', [CompletionResultType]::ParameterValue, 'The weights of a route''s backends; those not named stay')
            [CompletionResult]::new('model', 'model', [CompletionResultType]::ParameterValue, 'The model that a backend asks')
            [CompletionResult]::new('header', 'header', [CompletionResultType]::ParameterValue, 'A header by which a route takes its requests')
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
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'client shows what would be removed; server lets the API server check it')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print what was removed and what is left hanging: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print what was removed and what is left hanging: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when it is gone: whoever put a finalizer on it may take a while')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--cascade', '--cascade', [CompletionResultType]::ParameterName, 'Remove the routes, models and policies too that serve nothing else')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests of what would be removed, for git, and remove nothing')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;rm' {
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'client shows what would be removed; server lets the API server check it')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print what was removed and what is left hanging: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print what was removed and what is left hanging: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when it is gone: whoever put a finalizer on it may take a while')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--cascade', '--cascade', [CompletionResultType]::ParameterName, 'Remove the routes, models and policies too that serve nothing else')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests of what would be removed, for git, and remove nothing')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;list' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Only objects with these labels: key=value, key!=value, key, !key, key in (a,b)')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Only objects with these labels: key=value, key!=value, key, !key, key in (a,b)')
            [CompletionResult]::new('--field-selector', '--field-selector', [CompletionResultType]::ParameterName, 'Only objects with these fields, of those that the API server knows: metadata.name=NAME')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format: table, wide, json, yaml, name, jsonpath=TEMPLATE or custom-columns=NAME:PATH,…')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format: table, wide, json, yaml, name, jsonpath=TEMPLATE or custom-columns=NAME:PATH,…')
            [CompletionResult]::new('--sort-by', '--sort-by', [CompletionResultType]::ParameterName, 'Order by a field of the items: .name, .status.state, .created')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Only those of this provider: openai, anthropic, …')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Only those with this text in one of their columns')
            [CompletionResult]::new('--capability', '--capability', [CompletionResultType]::ParameterName, 'Only models that take this kind of request (Completions, Embeddings, …) or have this tag in the catalogue')
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'A price catalogue (JSON): adds the prices of models, in US dollars for a million tokens, before those that a Gateway''s AgentgatewayParameters name')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Of all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Of all namespaces')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headings out')
            [CompletionResult]::new('--show-labels', '--show-labels', [CompletionResultType]::ParameterName, 'Show the labels in the last column')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Go on, and show what changes')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Go on, and show what changes')
            [CompletionResult]::new('--openai', '--openai', [CompletionResultType]::ParameterName, 'Print what an OpenAI client gets from /v1/models')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-agw;ls' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'Only objects with these labels: key=value, key!=value, key, !key, key in (a,b)')
            [CompletionResult]::new('--selector', '--selector', [CompletionResultType]::ParameterName, 'Only objects with these labels: key=value, key!=value, key, !key, key in (a,b)')
            [CompletionResult]::new('--field-selector', '--field-selector', [CompletionResultType]::ParameterName, 'Only objects with these fields, of those that the API server knows: metadata.name=NAME')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format: table, wide, json, yaml, name, jsonpath=TEMPLATE or custom-columns=NAME:PATH,…')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format: table, wide, json, yaml, name, jsonpath=TEMPLATE or custom-columns=NAME:PATH,…')
            [CompletionResult]::new('--sort-by', '--sort-by', [CompletionResultType]::ParameterName, 'Order by a field of the items: .name, .status.state, .created')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Only those of this provider: openai, anthropic, …')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Only those with this text in one of their columns')
            [CompletionResult]::new('--capability', '--capability', [CompletionResultType]::ParameterName, 'Only models that take this kind of request (Completions, Embeddings, …) or have this tag in the catalogue')
            [CompletionResult]::new('--catalog', '--catalog', [CompletionResultType]::ParameterName, 'A price catalogue (JSON): adds the prices of models, in US dollars for a million tokens, before those that a Gateway''s AgentgatewayParameters name')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Of all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Of all namespaces')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headings out')
            [CompletionResult]::new('--show-labels', '--show-labels', [CompletionResultType]::ParameterName, 'Show the labels in the last column')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Go on, and show what changes')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Go on, and show what changes')
            [CompletionResult]::new('--openai', '--openai', [CompletionResultType]::ParameterName, 'Print what an OpenAI client gets from /v1/models')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-agw;key' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Write a key into a Secret')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the Secrets that hold keys, and who uses them')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List the Secrets that hold keys, and who uses them')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say what is wrong with the keys, without showing them')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Put a new key in the place of an old one, which is kept beside it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;key;set' {
            [CompletionResult]::new('--data-key', '--data-key', [CompletionResultType]::ParameterName, 'The data key to write')
            [CompletionResult]::new('--from-env', '--from-env', [CompletionResultType]::ParameterName, 'Read the key from this environment variable: its name, without a $')
            [CompletionResult]::new('--from-file', '--from-file', [CompletionResultType]::ParameterName, 'Read the key from this file; - is standard input')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client shows what would be written, without a cluster; server lets the API server check it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'What becomes of fields that the cluster''s CRD does not know')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when the controller has taken it, or says why not')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--no-prompt', '--no-prompt', [CompletionResultType]::ParameterName, 'Never ask on the terminal')
            [CompletionResult]::new('--with-value', '--with-value', [CompletionResultType]::ParameterName, 'With --export: print the key itself, for a program that seals it. It is not printed on a terminal')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take over fields that somebody else manages')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted, and always so')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git: --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;key;list' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'The keys of all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'The keys of all namespaces')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headings out')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;key;ls' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'The keys of all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'The keys of all namespaces')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headings out')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;key;check' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'The keys of all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'The keys of all namespaces')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headings out')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;key;rotate' {
            [CompletionResult]::new('--data-key', '--data-key', [CompletionResultType]::ParameterName, 'The data key whose value is replaced')
            [CompletionResult]::new('--from-env', '--from-env', [CompletionResultType]::ParameterName, 'Read the key from this environment variable: its name, without a $')
            [CompletionResult]::new('--from-file', '--from-file', [CompletionResultType]::ParameterName, 'Read the key from this file; - is standard input')
            [CompletionResult]::new('--verify', '--verify', [CompletionResultType]::ParameterName, 'Send one tiny request to this backend''s provider with the new key first; where the key is refused, nothing is written. It may cost a fraction of a cent')
            [CompletionResult]::new('--keep-as', '--keep-as', [CompletionResultType]::ParameterName, 'The data key under which the old value is kept; without it, the data key with .previous behind it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client shows what would be written, without a cluster; server lets the API server check it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'What becomes of fields that the cluster''s CRD does not know')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when the controller has taken it, or says why not')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--no-prompt', '--no-prompt', [CompletionResultType]::ParameterName, 'Never ask on the terminal')
            [CompletionResult]::new('--back', '--back', [CompletionResultType]::ParameterName, 'Change the kept value and the current one for each other')
            [CompletionResult]::new('--forget-previous', '--forget-previous', [CompletionResultType]::ParameterName, 'Remove the kept value')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take over fields that somebody else manages')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted, and always so')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git: --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;key;help' {
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Write a key into a Secret')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the Secrets that hold keys, and who uses them')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say what is wrong with the keys, without showing them')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Put a new key in the place of an old one, which is kept beside it')
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
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only these rules: codes with commas between, or the beginning of codes (AGW1)')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Not these rules')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 from this severity on')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Show findings from this severity on')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format: short is a line a finding; junit and sarif are for pipelines')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format: short is a line a finding; junit and sarif are for pipelines')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'All namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'All namespaces')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;explain' {
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'POST, unless said otherwise')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Path, with a query if there is one')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the URL')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A header; may be repeated')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'The model that the body names')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'A whole curl line in the place of the flags above; it is read, and not run')
            [CompletionResult]::new('--gateway', '--gateway', [CompletionResultType]::ParameterName, 'Only at this Gateway')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--allow-host', '--allow-host', [CompletionResultType]::ParameterName, 'Without a client key, accept requests for this host besides localhost and the hostnames of Gateways and routes: host.docker.internal, *.example.com or * (repeatable)')
            [CompletionResult]::new('--allow-origin', '--allow-origin', [CompletionResultType]::ParameterName, 'Without a client key, accept requests from web pages of this origin, and answer their preflights where the route has no `cors` policy: https://app.example.com, https://*.example.com, null or * (repeatable)')
            [CompletionResult]::new('--max-body', '--max-body', [CompletionResultType]::ParameterName, 'The largest request body that is looked into, in MiB')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Reach a Service, or any host and port, at another address: NS/NAME:PORT=HOST:PORT or HOST:PORT=HOST:PORT. May be repeated')
            [CompletionResult]::new('--skip-policy', '--skip-policy', [CompletionResultType]::ParameterName, 'Serve without a kind of policy (traffic.extAuth, or extAuth), or without one AgentgatewayPolicy or BackendTLSPolicy (NAMESPACE/NAME, or NAME), instead of rejecting its routes. May be repeated')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--without-policies', '--without-policies', [CompletionResultType]::ParameterName, 'Serve without the AgentgatewayPolicies and BackendTLSPolicies that may not be read, instead of refusing the routes that they may guard')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;describe' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format: table is text for people')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format: table is text for people')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-agw;status' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Go on, and show the screen again when it changes')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Go on, and show the screen again when it changes')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;tree' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format: table is the tree, json the nodes and edges')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format: table is the tree, json the nodes and edges')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Of all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Of all namespaces')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;graph' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Of all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Of all namespaces')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-agw;serve' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The local port of the first listener, or of the only one where there is no Gateway; 0 takes any for all. Without it a listener''s port is its own, or 8000 higher below 1024, and the next one that is free where that is taken')
            [CompletionResult]::new('--port-map', '--port-map', [CompletionResultType]::ParameterName, 'The local port for a listener''s port, as 80=8080. May be repeated')
            [CompletionResult]::new('--gateway', '--gateway', [CompletionResultType]::ParameterName, 'Serve only this Gateway')
            [CompletionResult]::new('--address', '--address', [CompletionResultType]::ParameterName, 'The address to listen on; another than this machine''s own needs a client key')
            [CompletionResult]::new('--client-key-from-env', '--client-key-from-env', [CompletionResultType]::ParameterName, 'Let only clients in that show the key in this variable, where they put a provider''s')
            [CompletionResult]::new('--client-key-file', '--client-key-file', [CompletionResultType]::ParameterName, 'The same with the key in this file')
            [CompletionResult]::new('--allow-host', '--allow-host', [CompletionResultType]::ParameterName, 'Without a client key, accept requests for this host besides localhost and the hostnames of Gateways and routes: host.docker.internal, *.example.com or * (repeatable)')
            [CompletionResult]::new('--allow-origin', '--allow-origin', [CompletionResultType]::ParameterName, 'Without a client key, accept requests from web pages of this origin, and answer their preflights where the route has no `cors` policy: https://app.example.com, https://*.example.com, null or * (repeatable)')
            [CompletionResult]::new('--max-body', '--max-body', [CompletionResultType]::ParameterName, 'The largest request body that is looked into, in MiB')
            [CompletionResult]::new('--resolve', '--resolve', [CompletionResultType]::ParameterName, 'Reach a Service, or any host and port, at another address: NS/NAME:PORT=HOST:PORT or HOST:PORT=HOST:PORT. May be repeated')
            [CompletionResult]::new('--skip-policy', '--skip-policy', [CompletionResultType]::ParameterName, 'Serve without a kind of policy (traffic.extAuth, or extAuth), or without one AgentgatewayPolicy or BackendTLSPolicy (NAMESPACE/NAME, or NAME), instead of rejecting its routes. May be repeated')
            [CompletionResult]::new('--admin-port', '--admin-port', [CompletionResultType]::ParameterName, 'The local port of the admin address with /status, /readyz and /livez; 0 takes any [default: 19000, or any where that is taken]')
            [CompletionResult]::new('--simulate-delay', '--simulate-delay', [CompletionResultType]::ParameterName, 'With --simulate, wait this long before a reply')
            [CompletionResult]::new('--simulate-pace', '--simulate-pace', [CompletionResultType]::ParameterName, 'With --simulate, wait this long between the events of a stream')
            [CompletionResult]::new('--drain', '--drain', [CompletionResultType]::ParameterName, 'On Ctrl-C, SIGTERM or SIGHUP, wait this long for running requests')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Read only this namespace of the cluster, for which Roles in it suffice; without it, all. May be repeated')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Read only this namespace of the cluster, for which Roles in it suffice; without it, all. May be repeated')
            [CompletionResult]::new('--give-up-after', '--give-up-after', [CompletionResultType]::ParameterName, 'How long what was read is believed while it may not be read any more')
            [CompletionResult]::new('--workers', '--workers', [CompletionResultType]::ParameterName, 'Threads that serve requests; by default one for each CPU, and four at the most')
            [CompletionResult]::new('--audit', '--audit', [CompletionResultType]::ParameterName, 'Write an audit log to this folder, which only its owner may reach: a chained line for each request')
            [CompletionResult]::new('--audit-on-overload', '--audit-on-overload', [CompletionResultType]::ParameterName, 'What becomes of requests while the audit log cannot be written: wait, then 503; or 503 immediately')
            [CompletionResult]::new('--audit-wait', '--audit-wait', [CompletionResultType]::ParameterName, 'How long they wait')
            [CompletionResult]::new('--audit-sign-with', '--audit-sign-with', [CompletionResultType]::ParameterName, 'The file of the key that signs the audit log, made at its first use [default: kubectl-agw/audit.key in the user''s state folder]')
            [CompletionResult]::new('--audit-segment-size', '--audit-segment-size', [CompletionResultType]::ParameterName, 'Begin another segment when one has so many MiB')
            [CompletionResult]::new('--audit-segment-age', '--audit-segment-age', [CompletionResultType]::ParameterName, 'Begin another segment when one is so old')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Say on stdout what is served, as one JSON document, once it is')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Say on stdout what is served, as one JSON document, once it is')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--without-policies', '--without-policies', [CompletionResultType]::ParameterName, 'Serve without the AgentgatewayPolicies and BackendTLSPolicies that may not be read, instead of refusing the routes that they may guard')
            [CompletionResult]::new('--simulate', '--simulate', [CompletionResultType]::ParameterName, 'Answer in the providers'' place, without a key or a network; says so in every reply')
            [CompletionResult]::new('--no-access-log', '--no-access-log', [CompletionResultType]::ParameterName, 'Do not write a line for each request')
            [CompletionResult]::new('--no-audit', '--no-audit', [CompletionResultType]::ParameterName, 'Write no audit log (the default)')
            [CompletionResult]::new('--print-env', '--print-env', [CompletionResultType]::ParameterName, 'Print the variables that lead clients to the serve that runs already, or to --port, for a shell''s eval, and serve nothing')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check that nothing was changed, removed or reordered, and that every request is accounted for')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List requests')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List requests')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the last requests, and with -f those to come')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Add up requests by model, key, backend, route, provider or hour')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Print the public key that checks the signatures of this user''s audit logs')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;audit;verify' {
            [CompletionResult]::new('--public-key', '--public-key', [CompletionResultType]::ParameterName, 'The public key that must have signed each segment, as `audit key` prints it; without it, the one that the log names')
            [CompletionResult]::new('--expect-head', '--expect-head', [CompletionResultType]::ParameterName, 'The hash of a line that the log must have: a head that was kept elsewhere. A log that was cut before it or written anew does not have it')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit;list' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests that ended since: a duration until now (90m, 24h), or a time (2026-11-30T09:00:00Z)')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests that ended before, written as --since')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests for which this CEL expression is true: ''status >= 400 && model == \"gpt-4o\"''. It knows status, model, key, provider, duration_ms, and every member of a line: http.path, gen_ai.usage.input_tokens')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Don''t print headers')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit;ls' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests that ended since: a duration until now (90m, 24h), or a time (2026-11-30T09:00:00Z)')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests that ended before, written as --since')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests for which this CEL expression is true: ''status >= 400 && model == \"gpt-4o\"''. It knows status, model, key, provider, duration_ms, and every member of a line: http.path, gen_ai.usage.input_tokens')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Don''t print headers')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit;tail' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests that ended since: a duration until now (90m, 24h), or a time (2026-11-30T09:00:00Z)')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests that ended before, written as --since')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests for which this CEL expression is true: ''status >= 400 && model == \"gpt-4o\"''. It knows status, model, key, provider, duration_ms, and every member of a line: http.path, gen_ai.usage.input_tokens')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Number of requests to show')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Keep showing requests as they end')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Keep showing requests as they end')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit;stats' {
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What to group requests by')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests that ended since: a duration until now (90m, 24h), or a time (2026-11-30T09:00:00Z)')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests that ended before, written as --since')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests for which this CEL expression is true: ''status >= 400 && model == \"gpt-4o\"''. It knows status, model, key, provider, duration_ms, and every member of a line: http.path, gen_ai.usage.input_tokens')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit;key' {
            [CompletionResult]::new('--audit-sign-with', '--audit-sign-with', [CompletionResultType]::ParameterName, 'The file of the key that signs [default: kubectl-agw/audit.key in the user''s state folder]')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;audit;help' {
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check that nothing was changed, removed or reordered, and that every request is accounted for')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List requests')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the last requests, and with -f those to come')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Add up requests by model, key, backend, route, provider or hour')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Print the public key that checks the signatures of this user''s audit logs')
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
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('curl', 'curl', [CompletionResultType]::ParameterValue, 'Send one chat completion and show the reply, who gave it, the time and the tokens')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;test;curl' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A header to send; may be repeated')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'The path to send to')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'The model to ask for; the backend''s own by default')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The proxy or gateway')
            [CompletionResult]::new('--key-env', '--key-env', [CompletionResultType]::ParameterName, 'Send the value of this environment variable as the client''s key')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format: table shows the reply on stdout and the rest on stderr')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format: table shows the reply on stdout and the rest on stderr')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'With -f, read folders inside folders too')
            [CompletionResult]::new('--stream', '--stream', [CompletionResultType]::ParameterName, 'Ask for a stream, and show it as it comes')
            [CompletionResult]::new('--print', '--print', [CompletionResultType]::ParameterName, 'Show the equal curl line, and send nothing')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;test;help' {
            [CompletionResult]::new('curl', 'curl', [CompletionResultType]::ParameterValue, 'Send one chat completion and show the reply, who gave it, the time and the tokens')
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
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Manifests: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client shows what would be written, without a cluster; server lets the API server check it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'What becomes of fields that the cluster''s CRD does not know')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when the controller has taken it, or says why not')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read folders inside folders too')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take over fields that somebody else manages')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted, and always so')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git: --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;diff' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Manifests: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format: diff or json')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format: diff or json')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read folders inside folders too')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Compare as if fields that somebody else manages were taken over')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;plan' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Manifests: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format: text or json')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format: text or json')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read folders inside folders too')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Count backends and routes of the manifests'' namespaces that no manifest has as removed')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;export' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format: yaml, json or name')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Write a file for each object into this folder')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'The objects of all namespaces')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'The objects of all namespaces')
            [CompletionResult]::new('--with-secrets', '--with-secrets', [CompletionResultType]::ParameterName, 'The Secrets that backends name too, their values masked')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;convert' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Manifests: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Manifests: a file, a folder, or - for standard input. May be repeated')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format: yaml or json')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format: yaml or json')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Read folders inside folders too')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read folders inside folders too')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;crds' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('print', 'print', [CompletionResultType]::ParameterValue, 'Print the definitions as YAML')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Install those that nobody else manages')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-agw;crds;print' {
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;crds;install' {
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'none writes; client shows what would be written, without a cluster; server lets the API server check it')
            [CompletionResult]::new('--validate', '--validate', [CompletionResultType]::ParameterName, 'What becomes of fields that the cluster''s CRD does not know')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the objects instead of a line for each: yaml, json or name')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Return when the controller has taken it, or says why not')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'The longest wait')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--force-conflicts', '--force-conflicts', [CompletionResultType]::ParameterName, 'Take over fields that somebody else manages')
            [CompletionResult]::new('--server-side', '--server-side', [CompletionResultType]::ParameterName, 'Accepted, and always so')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Print the manifests for git: --dry-run=client -o yaml')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;crds;help' {
            [CompletionResult]::new('print', 'print', [CompletionResultType]::ParameterValue, 'Print the definitions as YAML')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Install those that nobody else manages')
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
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;version' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;generate' {
            [CompletionResult]::new('--root', '--root', [CompletionResultType]::ParameterName, 'The repository''s folder')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'Read this kubeconfig only, instead of $KUBECONFIG or ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'Use this context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'Use this cluster of the kubeconfig')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Use this user of the kubeconfig')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Work in this namespace; without it, in the context''s')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Act as this user (impersonation)')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'Act as a member of this group; may be given several times')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'Act as the user with this UID')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'Give up on a single request after this time: 500ms, 1m30s, bare seconds; 0 waits for ever. Watches go on')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'Talk to this API server instead of the kubeconfig''s')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the bearer token from this file')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'Trust the certificate authorities in this PEM file')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'Expect this name in the API server''s certificate')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing; fail when a file is not what it would be written as')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not check the API server''s certificate')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-agw;help' {
            [CompletionResult]::new('add-backend', 'add-backend', [CompletionResultType]::ParameterValue, 'Add a model: an AgentgatewayBackend and the HTTPRoute to it')
            [CompletionResult]::new('add-route', 'add-route', [CompletionResultType]::ParameterValue, 'Add a route to one backend, or to several by weight')
            [CompletionResult]::new('add-model', 'add-model', [CompletionResultType]::ParameterValue, 'Add a model that requests ask for by name: an AgentgatewayModel')
            [CompletionResult]::new('add-gateway', 'add-gateway', [CompletionResultType]::ParameterValue, 'Add a Gateway, where requests come in')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change one field: a weight, a model, a header')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a backend, route, model or gateway, and show what is left hanging')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List every model with its route, key and state')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Write, list, check and rotate the providers'' keys')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say what is wrong, with stable codes')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say where a request goes and why, what a code of check means, what a provider needs')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show one model, backend, route or Gateway with all that hangs on it')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what works and what does not, on one screen')
            [CompletionResult]::new('tree', 'tree', [CompletionResultType]::ParameterValue, 'Draw what leads to what, as a tree')
            [CompletionResult]::new('graph', 'graph', [CompletionResultType]::ParameterValue, 'Draw what leads to what, as text, DOT, Mermaid or SVG')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Run the cluster''s routes, or those of files, on this machine')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Check and read the audit logs of serve')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Try a route with real requests')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Apply manifests, checked as a whole before the first is written')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what applying manifests would change, object by object')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show what applying manifests would do to the models')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write live objects as manifests for git')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Turn manifests in other dialects into agentgateway''s own')
            [CompletionResult]::new('crds', 'crds', [CompletionResultType]::ParameterValue, 'Print or install the definitions of agentgateway''s kinds')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Print the version')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Write the generated files of the repository')
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
            [CompletionResult]::new('weight', 'weight', [CompletionResultType]::ParameterValue, 'The weights of a route''s backends; those not named stay')
            [CompletionResult]::new('model', 'model', [CompletionResultType]::ParameterValue, 'The model that a backend asks')
            [CompletionResult]::new('header', 'header', [CompletionResultType]::ParameterValue, 'A header by which a route takes its requests')
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
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Write a key into a Secret')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the Secrets that hold keys, and who uses them')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say what is wrong with the keys, without showing them')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Put a new key in the place of an old one, which is kept beside it')
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
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check that nothing was changed, removed or reordered, and that every request is accounted for')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List requests')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the last requests, and with -f those to come')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Add up requests by model, key, backend, route, provider or hour')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Print the public key that checks the signatures of this user''s audit logs')
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
            [CompletionResult]::new('curl', 'curl', [CompletionResultType]::ParameterValue, 'Send one chat completion and show the reply, who gave it, the time and the tokens')
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
            [CompletionResult]::new('print', 'print', [CompletionResultType]::ParameterValue, 'Print the definitions as YAML')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Install those that nobody else manages')
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
