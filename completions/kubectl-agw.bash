# bash completion for kubectl-agw. Bash shows no descriptions.
_kubectl_agw() {
	local words=() glue='' word line value prefix directive i
	COMPREPLY=()
	# Bash cuts words at `=` and `:`; the program wants them whole.
	for ((i = 1; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ ${#words[@]} -gt 0 && ($word == [=:]* || -n $glue) && -n $word ]]; then
			words[${#words[@]} - 1]+=$word
		else
			words+=("$word")
		fi
		glue=''
		[[ $word == [=:] ]] && glue=yes
	done
	word=${words[${#words[@]} - 1]}
	value=$word
	[[ $word == --*=* ]] && value=${word#*=}
	# Only what follows the last cut is replaced.
	prefix=''
	[[ $value == *[=:]* ]] && prefix=${value%"${value##*[=:]}"}
	directive=4
	while IFS= read -r line; do
		case $line in
		:[0-9]*) directive=${line#:} ;;
		*) COMPREPLY+=("${line%%$'\t'*}") ;;
		esac
	done < <(kubectl-agw __complete "${words[@]}" 2>/dev/null)
	for i in "${!COMPREPLY[@]}"; do
		COMPREPLY[i]=${COMPREPLY[i]#"$prefix"}
	done
	if ((directive & 2)); then
		compopt -o nospace 2>/dev/null
	fi
	if ((directive == 0 || directive & 16)); then
		compopt -o filenames 2>/dev/null
		word=-f
		((directive & 16)) && word=-d
		while IFS= read -r line; do
			COMPREPLY+=("$line")
		done < <(compgen "$word" -- "${value#"$prefix"}")
	fi
}
complete -F _kubectl_agw kubectl-agw
