# The lines of the file figures, in a table and in a verdict. The columns of a line:
# 1 attack/contestant; other clients during the attack: 2 calls answered, 3 failed, 4 p50, 5 p99, 6 longest in ms; 7-11 the same
# afterwards; KiB resident: 12 before, 13 most, 14 afterwards; 15 whether the process lives; 16 errors in its log; the
# attacker's 17 connections, 18 connections not made, 19 requests, frames, chunks or bytes sent, 20 connections ended by the server.

# Other clients are served if no more than one call in a hundred fails...
least_share=0.99
# ...and their p99 is at most twice that of haproxy on the same input, or within what a person takes for immediate.
most_ratio=2
floor_ms=100

tell_attacks() {
    local attack contestant
    echo "Machine, for the attacker, the other clients, the contestant and the functions together: $(machine)."
    echo "Before the first attack it had a load of $load. gateway in $(memory_limit) on $("$JAVA_HOME/bin/java" --version | head -n 1); $(peer_versions haproxy nginx)."
    echo
    echo "| attack | $(printf 'other clients: %s | ' "${contestants[@]}")$(printf 'resident: %s | ' "${contestants[@]}")errors logged: gateway |"
    echo "| --- |$(printf ' --- |%.0s' "${contestants[@]}" "${contestants[@]}") --- |"
    for attack in "${attacks[@]}"; do
        echo -n "| $attack |"
        for contestant in "${contestants[@]}"; do echo -n " $(cell_of_calls "$attack/$contestant") |"; done
        for contestant in "${contestants[@]}"; do echo -n " $(cell_of_memory "$attack/$contestant") |"; done
        echo " $(figures figures "$attack/gateway" 16) |"
    done
}

# "answered of made · p50 · p99 · longest".
cell_of_calls() {
    awk -v name="$1" '$1 == name {
        printf "%d of %d", $2, $2 + $3
        if ($2) printf " · %s · %s · %s ms", $4, $5, $6
        if ($8) printf "; %d of %d afterwards", $7, $7 + $8
        if ($15 == "no") printf "; **it died**"
    }' figures
}

# "before, most, afterwards".
cell_of_memory() {
    awk -v name="$1" 'function mebibytes(kibibytes) { return kibibytes == "-" ? "–" : sprintf("%.0f", kibibytes / 1024) }
        $1 == name { print mebibytes($12) ", " mebibytes($13) ", " mebibytes($14) " MiB" }' figures
}

# Fails, and says why, if the gateway did not stand an attack.
judge_attacks() {
    awk -v share=$least_share -v ratio=$most_ratio -v floor=$floor_ms '
        { split($1, name, "/"); attack = name[1] }
        name[2] == "gateway" { order[++n] = attack; lives[attack] = $15; p99[attack] = $5
            during[attack] = $2 + $3 ? $2 / ($2 + $3) : 0; after[attack] = $7 + $8 ? $7 / ($7 + $8) : 0 }
        name[2] == "haproxy" { peer[attack] = $5 }
        function fail(attack, why) { print "attack: " attack ": " why; failed = 1 }
        END {
            for (i = 1; i <= n; i++) {
                attack = order[i]
                most = peer[attack] * ratio > floor ? peer[attack] * ratio : floor
                if (lives[attack] == "no") fail(attack, "the gateway died")
                if (during[attack] < share) fail(attack, sprintf("%.1f %% of the calls of other clients were answered", during[attack] * 100))
                if (after[attack] < share) fail(attack, sprintf("%.1f %% of the calls of other clients were answered after it", after[attack] * 100))
                if (p99[attack] == "-" || p99[attack] > most) fail(attack, "the p99 of other clients was " p99[attack] " ms; " most " ms are allowed")
            }
            exit failed
        }' figures >&2
}
