# Runs the commands of a document in one shell, one after the other, as a reader would type them.
#
#   bash session.bash STEPS RESULTS
#
# STEPS is a script that calls the functions below. RESULTS is a folder: what the command that stands
# in line N of the document printed becomes N.output, its status N.status, its text N.command.
set -o pipefail
results=$2

# Why a command that begins with these words is not run; it is made by the test.
declare -A excuses=()

# command_of_line LINE TEXT: runs one command.
command_of_line() {
    printf '%s\n' "$2" >"$results/$1.command"
    local words count
    read -r -a words <<<"$2"
    for count in 1 2 3; do
        [[ -z ${excuses["${words[*]:0:count}"]-} ]] || return 0
    done
    [[ -z $snapshot ]] || restore
    eval "$2" >"$results/$1.output" 2>&1 </dev/null
    echo $? >"$results/$1.status"
}

# Where the files of this folder are kept while each command of a block begins with the same ones.
snapshot=''

restore() {
    find . -mindepth 1 -delete
    cp -a "$snapshot/." .
}

# choices LINE TEXT: runs the commands of a block as if each were the only one.
choices() {
    snapshot=$(mktemp -d)
    cp -a . "$snapshot"
    block "$@"
    restore
    rm -r "$snapshot"
    snapshot=''
}

# block LINE TEXT: runs the commands of a block whose first line that is. A command may go on over
# several lines: it is whole once the shell has nothing to say about it.
block() {
    local -a lines_of_block
    mapfile -t lines_of_block <<<"$2"
    local line=$1 first=$1 whole='' text
    for text in "${lines_of_block[@]}"; do
        if [[ -z $whole ]]; then
            first=$line
            whole=$text
        else
            whole+=$'\n'$text
        fi
        line=$((line + 1))
        [[ $text == *\\ ]] && continue
        [[ -n $(bash -n -c "$whole" 2>&1) ]] && continue
        [[ $whole =~ ^[[:blank:]]*(#.*)?$ ]] || command_of_line "$first" "$whole"
        whole=''
    done
    [[ -z $whole ]] || command_of_line "$first" "$whole"
}

# editor LINE PATH TYPED COMMANDS: has a headless Neovim run commands in a file, once a text was typed.
editor() {
    export TYPED=$3 COMMANDS=$4
    command_of_line "$1" "$(printf 'command nvim --headless --clean --cmd %q %q -c %q' \
        "set runtimepath^=$CHECKOUT" "${2/#\~/$HOME}" "luafile $CHECKOUT/Tests/Fixtures/documents/editor.lua")"
}

# file PATH TEXT: writes a file that the document shows.
file() {
    local path=${1/#\~/$HOME}
    mkdir -p "$(dirname "$path")"
    printf '%s' "$2" >"$path"
}

# shown LINE PATH: notes what a file holds that the document shows.
shown() {
    command_of_line "$1" "cat ${2/#\~/$HOME}"
}

source "$1"
touch "$results/end"
