#compdef @COMMAND@
# Completion of @COMMAND@ for zsh, made from the command's own declarations.
#
# No text of the command line and of no file is ever evaluated: it is compared, and offered.
@MODULES@
@FUNCTION@() {
    local curcontext=$curcontext state line ret=1
    local -A opt_args
    local -a before=("${(@)words[1,CURRENT-1]}")
    local option=${before[(R)-?*]}
@BODY@
    return ret
}

@FUNCTION@ "$@"
