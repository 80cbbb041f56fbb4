/// A shell that can be taught what may be typed after `chatmd`.
///
/// The scripts hold no word of it: they hand over what was typed, and the program answers from the
/// tables that it parses by. What a script gets back is text to be offered; none of it is evaluated.
enum ShellScript: String, CaseIterable {
    case bash, zsh, fish

    var text: String {
        switch self {
        case .bash: Self.bashText
        case .zsh: Self.zshText
        case .fish: Self.fishText
        }
    }

    private static let bashText = #"""
        # chatmd's completions for bash, printed by `chatmd completions bash`.

        _chatmd() {
            local line=${COMP_LINE:0:COMP_POINT} i word blanks stem current text about kind prefix
            local -a words=() found=()
            # COMP_WORDS is cut at every : and = too; what no blank separates belongs together.
            for ((i = 0; i <= COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                blanks=${line%%[![:blank:]]*}
                line=${line#"$blanks"}
                if ((i == COMP_CWORD)); then word=$line; fi
                line=${line#"$word"}
                if [[ $i == 0 || -n $blanks ]]; then
                    words+=("$word")
                else
                    words[${#words[@]} - 1]+=$word
                fi
            done
            # Only what bash calls the current word is replaced; `stem` stays before it.
            current=${words[${#words[@]} - 1]}
            stem=${current%"$2"}
            local quote=${stem: -1}
            [[ $quote == [\"\'] ]] || quote=
            words=("${words[@]//[\"\'\\]/}")
            current=${words[${#words[@]} - 1]}
            stem=${stem//[\"\'\\]/}

            COMPREPLY=()
            {
                IFS=$'\t' read -r kind prefix
                while IFS=$'\t' read -r text about; do
                    [[ $text == "$current"* ]] && found+=("${text#"$stem"}")
                done
            } < <(command chatmd completions words -- "${words[@]:1}" 2>/dev/null)

            for text in "${found[@]}"; do
                if [[ $kind != none ]]; then
                    COMPREPLY+=("$text")  # quoted as a file's name, below
                elif [[ -z $quote ]]; then
                    printf -v text %q "$text"
                    COMPREPLY+=("$text")
                elif [[ $text != *[\"\'\`\$\\!]* ]]; then
                    COMPREPLY+=("$text")
                fi
            done
            if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]]; then
                compopt -o nospace 2>/dev/null
            fi

            local name=${current#"$prefix"}
            case $kind in
                conversations) _chatmd_files "$(compgen -f -X '!*.md' -- "$name"; compgen -d -- "$name")" ;;
                folders) _chatmd_files "$(compgen -d -- "$name")" ;;
            esac
            # All files, where there is nothing better.
            if [[ ($kind == conversations || $kind == files) && ${#COMPREPLY[@]} == 0 ]]; then
                _chatmd_files "$(compgen -f -- "$name")"
            fi
        }

        # Adds the names, a line each; takes the variables of _chatmd.
        _chatmd_files() {
            local name
            compopt -o filenames 2>/dev/null
            while IFS= read -r name; do
                [[ -n $name ]] || continue
                name=$prefix$name
                COMPREPLY+=("${name#"$stem"}")
            done <<<"$1"
        }

        complete -F _chatmd chatmd

        """#

    private static let zshText = #"""
        #compdef chatmd
        # chatmd's completions for zsh, printed by `chatmd completions zsh`.

        _chatmd() {
            local -a typed lines texts pairs shown
            local line kind prefix expl
            typed=("${(@Q)words[2,CURRENT - 1]}")
            (( CURRENT > 2 )) || typed=()
            lines=("${(@f)$(command chatmd completions words -- "${typed[@]}" "${(Q)PREFIX}" 2>/dev/null)}")
            kind=${lines[1]%%$'\t'*}
            prefix=${lines[1]#*$'\t'}

            for line in "${(@)lines[2,-1]}"; do
                texts+=("${line%%$'\t'*}")
                pairs+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
            done
            if (( $#texts )); then
                zformat -a shown ' -- ' "${pairs[@]}"
                shown=("${(@mr:COLUMNS - 1:)shown}")
                # Nothing goes between a key and its value.
                local -a open=() open_shown=() whole=() whole_shown=()
                local i
                for (( i = 1; i <= $#texts; i++ )); do
                    if [[ $texts[i] == *= ]]; then
                        open+=("$texts[i]") open_shown+=("$shown[i]")
                    else
                        whole+=("$texts[i]") whole_shown+=("$shown[i]")
                    fi
                done
                (( $#open )) && compadd -l -S '' -d open_shown -a open
                (( $#whole )) && compadd -l -d whole_shown -a whole
            fi

            [[ -n $kind && $kind != none ]] || return 0
            [[ -n $prefix ]] && compset -P "${(b)prefix}"
            case $kind in
                conversations) _files -g '*.md(-.)' ;;
                folders) _path_files -/ ;;
                files) _files ;;
            esac
            return 0
        }

        if [[ $funcstack[1] == _chatmd ]]; then
            _chatmd "$@"
        else
            compdef _chatmd chatmd
        fi

        """#

    private static let fishText = #"""
        # chatmd's completions for fish, printed by `chatmd completions fish`.

        function __chatmd_ask
            set -l typed (commandline -opc)
            set -l current (string replace -ra '["\'\\\\]' '' -- (commandline -ct))
            command chatmd completions words -- $typed[2..] "$current" 2>/dev/null
        end

        function __chatmd_words
            set -l lines (__chatmd_ask)
            set -q lines[2]; and printf '%s\n' $lines[2..]
            set -l head (string split \t -- $lines[1])
            set -l name (string sub -s (math 1 + (string length -- "$head[2]")) -- (commandline -ct))
            switch "$head[1]"
                case conversations
                    # Markdown first.
                    set -l all (complete -C "'' $name")
                    string match -r '^.*(?:\.md|/)(?:\t.*)?$' -- $all
                    string match -rv '^.*(?:\.md|/)(?:\t.*)?$' -- $all
                case files
                    string replace -r '^' -- "$head[2]" (complete -C "'' $name")
                case folders
                    string replace -r '^' -- "$head[2]" (__fish_complete_directories "$name" '')
            end
        end

        complete -c chatmd -k -f -a '(__chatmd_words)'

        """#
}
