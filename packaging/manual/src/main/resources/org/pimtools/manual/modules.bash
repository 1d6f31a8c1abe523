
# the names of the modules: a file each in a folder, of which only the name is read
@FUNCTION@_modules()
{
    local folder='' i word
    for ((i = 1; i < ${#COMP_WORDS[@]}; i++)); do
        if [[ ${COMP_WORDS[i]} == @FOLDER_OPTION@ ]]; then
            folder=${COMP_WORDS[i + 1]-}
            [[ $folder == '=' ]] && folder=${COMP_WORDS[i + 2]-}
        fi
    done
    case $folder in
        '') folder=@FOLDER@ ;;
        '~/'*) folder=$HOME/${folder#'~/'} ;;
    esac
    case $folder in
        \"*\" | \'*\') folder=${folder:1:${#folder}-2} ;;
        *) folder=${folder//\\/} ;;
    esac
    while IFS= read -r word; do
        [[ " ${given[*]} " == *" $word "* ]] || words+=("$word")
    done < <(@FUNCTION@_names "$folder")
}

@FUNCTION@_names()
{
    local file line name known='^name:[[:space:]]*["'\'']?([A-Za-z0-9_.-]+)["'\'']?[[:space:]]*(#.*)?$' count
    set +o noglob
    shopt -u failglob
    for file in "$1"/*.yaml "$1"/*.yml; do
        [[ -f $file ]] || continue
        name=${file##*/} name=${name%.*} count=0 # what cannot be read is usually called like its module
        if [[ -r $file ]]; then
            while ((count++ < 200)) && IFS= read -r line; do
                [[ $line =~ $known ]] && name=${BASH_REMATCH[1]} && break
            done < "$file"
        fi
        [[ $name =~ ^[A-Za-z0-9_.-]+$ ]] && printf '%s\n' "$name"
    done
}
