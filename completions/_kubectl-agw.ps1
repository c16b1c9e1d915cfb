# PowerShell completion for kubectl-agw.
Register-ArgumentCompleter -Native -CommandName kubectl-agw -ScriptBlock {
    param($current, $line, $cursor)
    $words = @($line.CommandElements | Select-Object -Skip 1 |
            Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.Extent.Text })
    # An empty word would be lost on the way in older releases; the program takes `""` for one.
    $lines = @(kubectl-agw __complete @words $(if ($current) { $current } else { '""' }) 2>$null)
    if ($lines.Count -eq 0 -or $lines[-1] -in ':0', ':16') { return }
    $prefix = if ($current -match '^(--[^=]*=)') { $Matches[1] } else { '' }
    foreach ($one in $lines[0..($lines.Count - 2)]) {
        if ($lines.Count -lt 2) { break }
        $value, $help = $one -split "`t", 2
        if (-not $help) { $help = $value }
        [System.Management.Automation.CompletionResult]::new("$prefix$value", $value, 'ParameterValue', $help)
    }
}
