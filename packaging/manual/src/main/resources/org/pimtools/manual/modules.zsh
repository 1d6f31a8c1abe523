
# the names of the modules: a file each in a folder, of which only the name is read
@FUNCTION@_modules() {
    local folder=${${(M)words:#@FOLDER_OPTION@=*}#*=} file line name
    local -a expl names match mbegin mend
    integer count
    (( words[(I)@FOLDER_OPTION@] )) && folder=$words[words[(I)@FOLDER_OPTION@]+1]
    folder=${(Q)folder} # it is typed with quotes
    folder=${${folder:-@FOLDER@}/#\~\//$HOME/}
    for file in $folder/*.(yaml|yml)(N-.); do
        name=${file:t:r} count=0 # what cannot be read is usually called like its module
        if [[ -r $file ]]; then
            while (( count++ < 200 )) && IFS= read -r line; do
                if [[ $line == (#b)name:[[:space:]]#[\"\']#([A-Za-z0-9_.-]##)[\"\']#[[:space:]]#(|\#*) ]]; then
                    name=$match[1]
                    break
                fi
            done < $file
        fi
        [[ $name == [A-Za-z0-9_.-]## ]] && names+=($name)
    done
    names=(${names:|words})
    _wanted modules expl module compadd -a names
}
