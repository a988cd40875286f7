# The table at the head of docs/benchmarks.md, from the figures that the parts have written below it.

# figure_row LABEL PART HEADER COLUMN more|less OURS PEER…: PART's table whose header line matches HEADER; OURS and the PEERs are cells of its
# first column, COLUMN is counted from 1. The best peer is the one with more, or less, of it.
figure_row() {
    awk -F' *[|] *' -v label="$1" -v part="$2" -v header="$3" -v column="$4" -v better="$5" -v ours="$6" -v peers="$(IFS='|' && echo "${*:7}")" '
        BEGIN { split(peers, list, "|"); for (i in list) peer[list[i]] = 1 }
        $0 == "<!-- " part " writes from here -->" { inside = 1 }
        $0 == "<!-- " part " writes up to here -->" { inside = 0 }
        /^[|]/ && !row++ { matches = $0 ~ header }
        !/^[|]/ { row = 0 }
        inside && matches && row > 2 {
            value = $(column + 1) + 0
            unit = $(column + 1)
            sub(/^[0-9.]+( [(][^)]*[)])?/, "", unit)
            if ($2 == ours && !own) { own = value; own_unit = unit }
            if ($2 in peer && (!best || (better == "more" ? value > most : value < most))) { best = $2; most = value; best_unit = unit }
        }
        END {
            sub(/.*: |^(answer|upload), /, "", best)
            if (own) printf "| %s | %s%s | %s | %s |\n", label, own, own_unit, best ? best ": " most best_unit : "–", best ? sprintf("%.2f", own / most) : "–"
            else printf "| %s | not measured | – | – |\n", label
        }' "$page"
}

tell_summary() {
    local kind
    echo "| | gateway | best peer | gateway ÷ peer |"
    echo "| --- | --- | --- | --- |"
    figure_row 'HTTP/1, calls/s' 'make bench PART=calls' 'at saturation' 2 more gateway haproxy nginx caddy
    figure_row 'HTTP/1, own CPU per call' 'make bench PART=calls' 'at saturation' 4 less gateway haproxy nginx caddy
    figure_row 'HTTP/1, p99 at a steady rate' 'make bench PART=calls' 'at [0-9]+ calls/s' 3 less gateway haproxy nginx caddy
    for kind in 'HTTP/1 over TLS' 'HTTP/2 in cleartext' 'HTTP/2 over TLS'; do
        figure_row "$kind, calls/s" 'make bench PART=tls' connections 2 more "$kind: gateway" "$kind: haproxy" "$kind: nginx"
        figure_row "$kind, own CPU per call" 'make bench PART=tls' connections 4 less "$kind: gateway" "$kind: haproxy" "$kind: nginx"
    done
    for kind in 'a full handshake and a call' 'a resumed handshake and a call'; do
        figure_row "$kind, own CPU" 'make bench PART=tls' connections 4 less "$kind: gateway" "$kind: haproxy" "$kind: nginx"
    done
    for kind in answer upload; do
        figure_row "1 GiB, $kind, MiB/s" 'make bench PART=streams' 'one stream' 2 more "$kind, gateway" "$kind, haproxy" "$kind, nginx" "$kind, caddy"
    done
    for kind in response request; do
        figure_row "1 GiB, $kind over TLS, MiB/s" 'make bench PART=tls' connections 2 more \
            "1 GiB, $kind over TLS: gateway" "1 GiB, $kind over TLS: haproxy" "1 GiB, $kind over TLS: nginx"
    done
    figure_row 'overlay network, calls/s' 'make bench PART=overlay' 'at saturation' 2 more gateway haproxy
    figure_row 'calls/s over 10,000 functions; the peer is the gateway with 3' 'make bench PART=functions' calls/s 2 more 10000 3
    figure_row 'p99 beside 2,000 slow calls of another function' 'make bench PART=fairness' slow 5 less gateway haproxy nginx
    figure_row 'p99 beside 32 watchers of the page; the peer is the same without' 'make bench PART=page' calls/s 3 less watched alone
    figure_row 'resident, 10,000 idle clients' 'make bench PART=idle' 'resident memory' 3 less gateway haproxy nginx caddy
    figure_row 'start → ready in 2 CPUs, 512 MiB' 'make bench PART=start' container 4 less '2 CPU, 512 MiB' ''
    figure_row 'resident, idle, in 2 CPUs, 512 MiB' 'make bench PART=start' container 5 less '2 CPU, 512 MiB' ''
    figure_row 'a Java function, start → first 200; the peer is a bare Undertow' 'make bench-runtime' 'starts each' 2 less addition \
        'undertow, from a cache of its own'
    figure_row 'a Java function, calls/s; the peers are bare servers' 'make bench-runtime' 'at saturation' 2 more addition undertow httpserver
}

# summarise: after every part, as each is also measured alone.
summarise() {
    tell_summary >text
    write_block 'make bench' <text
}
