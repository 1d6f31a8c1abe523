# Completion of @COMMAND@ for bash, made from the command's own declarations.
#
# No text of the command line and of no file is ever evaluated: it is compared, and offered.

# the options of a command, and what it takes beside them
@FUNCTION@_declared()
{
    case $1 in
@DECLARED@
    esac
}

# what the value of an option is: nothing for a flag
@FUNCTION@_value()
{
    kind='' several='' separator='' words=()
    case "$1 $2" in
@VALUES@
    esac
}
@MODULES@
@FUNCTION@()
{
    local IFS=$' \t\n' current=${COMP_WORDS[COMP_CWORD]} command='' option='' due='' word i
    local kind='' several='' separator='' parameter='' before=''
    local -a options=() words=() given=()
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == '=' && $option ]]; then # --format=text comes as three words
            due=1
        elif [[ $due ]]; then
            given+=("$word")
            due=''
            [[ $several ]] || option=''
        elif [[ $word == -?* ]]; then
            option=$word
            @FUNCTION@_value "$command" "$option"
            [[ $kind ]] && due=1 || option=''
        elif [[ $option ]]; then
            given+=("$word")
@FIRST_WORD@        fi
    done
    [[ $current == '=' ]] && current=''
    current=${current#[\"\']}
    kind=''
    if [[ $due || $option && $current != -* ]]; then
        @FUNCTION@_value "$command" "$option"
    elif [[ $current == -* ]]; then
        @FUNCTION@_declared "$command"
        kind=words words=("${options[@]}")
    else
        @FUNCTION@_declared "$command"
        kind=$parameter
    fi
    case $kind in
        file) compopt -o default ;;
        folder) compopt -o dirnames ;;
        subcommand-or-file) compopt -o default ;;
        modules) @FUNCTION@_modules ;;
    esac
    if [[ $separator && $current == *"$separator"* ]]; then
        before=${current%"$separator"*}$separator
        current=${current##*"$separator"}
    fi
    for word in "${words[@]}"; do
        [[ $word == "$current"* && $separator$before != *"$separator$word$separator"* ]] && COMPREPLY+=("$before$word")
    done
}

complete -F @FUNCTION@ @COMMAND@
