# fish completion for kubectl-agw.
function __kubectl_agw_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -e words[1]
    set -l lines (kubectl-agw __complete $words "$current" 2>/dev/null)
    set -l directive (string replace -r '^:' '' -- $lines[-1])
    set -e lines[-1]
    # What is before `=` stays.
    set -l prefix (string match -r -- '^--[^=]*=' "$current")
    set -l value (string replace -r -- '^--[^=]*=' '' "$current")
    switch "$directive"
        case 0
            __fish_complete_path "$value" | string replace -r '^' -- "$prefix"
        case 16
            __fish_complete_directories "$value" | string replace -r '^' -- "$prefix"
        case '*'
            for line in $lines
                echo -- "$prefix$line"
            end
    end
end
complete -c kubectl-agw -f -a '(__kubectl_agw_complete)'
