# Ten thousand clients that have made a call each, and stay.

clients=10000

measure_idle() {
    local round name
    start_contestants
    for ((round = 1; round <= rounds; round++)); do
        for name in "${contestants[@]}"; do stay "$name"; done
    done
}

# stay NAME: a line "name KiB-before KiB-with-clients failures" goes to idle.
stay() {
    local name=$1 before with said
    before=$(resident "${pid[$name]}" VmRSS)
    coproc visitors { exec "$JAVA_HOME/bin/java" "$here/IdleClients.java" "$(url "$name")" "$clients" 2>visitors.err; }
    local in=${visitors[0]} out=${visitors[1]} visitors_pid=$visitors_PID
    read -r -t 60 said <&"$in" && [[ $said == open ]] || { cat visitors.err >&2 && die "The clients of $name could not be opened."; }
    with=$(resident "${pid[$name]}" VmRSS)
    # Each calls once more: whoever was cut off meanwhile has failed.
    echo call >&"$out"
    read -r -t 60 said <&"$in"
    wait "$visitors_pid"
    empty_log "$name"
    echo "$name $before $with $said" | tee -a idle
}

tell_idle() {
    local name
    setting
    echo
    echo "| resident memory | before | with $clients idle clients | failed |"
    echo "| --- | --- | --- | --- |"
    for name in "${contestants[@]}"; do
        echo "| $name | $(mebibytes "$name" 2) | $(mebibytes "$name" 3) | $(figures idle "$name" 4 | sum) |"
    done
}

mebibytes() {
    awk '{ print $1, $2 / 1024, $3 / 1024 }' idle >idle.mebibytes
    echo "$(spread idle.mebibytes "$1" "$2" %.0f) MiB"
}
