# What clients get over TLS and HTTP/2: calls, handshakes, and a gibibyte in each direction.

. "$here/calls.sh"

tls_contestants=(gateway haproxy nginx)
streams_per_connection=8
handshakes=600
declare -A tls_kind=(
    [http1-tls]='HTTP/1 over TLS'
    [http2]='HTTP/2 in cleartext'
    [http2-tls]='HTTP/2 over TLS'
    [full]='a full handshake and a call'
    [resumed]='a resumed handshake and a call'
    [answer]='1 GiB, response over TLS'
    [upload]='1 GiB, request over TLS'
)
tls_kinds=(http1-tls http2 http2-tls full resumed answer upload)

measure_tls() {
    local round kind name
    start_contestants
    for kind in http1-tls http2 http2-tls full; do
        for name in "${tls_contestants[@]}" gateway; do over_tls "$name" "$kind" warm-up; done
    done
    for ((round = 1; round <= rounds; round++)); do
        for kind in "${tls_kinds[@]}"; do
            for name in "${tls_contestants[@]}"; do over_tls "$name" "$kind" tls; done
        done
    done
}

# Ports beside the plain one: two more for TLS, and for haproxy and nginx one more for HTTP/2 in cleartext.
tls_url() {
    local port=${address[$1]##*:} path=${3:-}
    [[ $1 != gateway || $path == sink ]] || path=echo/$path
    case $2 in
        http2) [[ $1 == gateway ]] || port=$((port + 1)) && echo "http://127.0.0.1:$port/$path" ;;
        *) echo "https://127.0.0.1:$((port + 2))/$path" ;;
    esac
}

# over_tls NAME KIND FILE: a line "name-kind rate µs failures" goes to the file; µs of own CPU for each call, or ms for a transfer.
over_tls() {
    local name=$1 kind=$2 before after target
    target=$(tls_url "$name" "$kind")
    before=$(ticks "${pid[$name]}")
    case $kind in
        http1-tls) h2load --h1 -t1 -c$connections -D "$seconds" "$target" ;;
        http2 | http2-tls) h2load -t1 -c$connections -m$streams_per_connection -D "$seconds" "$target" ;;
        full) h2load -t1 -n$handshakes -c$handshakes -m1 "$target" ;;
        # In TLS 1.3 the ticket comes with the response.
        resumed) openssl s_time -connect "${address[$name]%:*}:$((${address[$name]##*:} + 2))" -www "/${target#https://*/}" -tls1_3 -reuse -time "$seconds" 2>&1 ;;
        answer) curl -sk --http1.1 -o /dev/null -w '%{http_code} %{size_download} %{time_total}\n' --max-time 120 "$(tls_url "$name" "$kind" large)" ;;
        upload) curl -sk --http1.1 -o /dev/null -w '%{http_code} %{size_upload} %{time_total}\n' --max-time 120 -H Expect: -T large "$(tls_url "$name" "$kind" sink)" ;;
    esac >tls.out || true
    after=$(ticks "${pid[$name]}")
    empty_log "$name"
    figure_of_tls "$name-$kind" "$kind" $((after - before)) <tls.out | tee -a "$3"
}

figure_of_tls() {
    awk -v name="$1" -v kind="$2" -v ticks="$3" -v hz="$(getconf CLK_TCK)" '
        /^finished in/ { rate = $4 + 0 }
        /^requests:/ { calls = $8; failed = $10 + $12 + $14 }
        /connections in .* real seconds/ { calls = $1; rate = $1 / $4 }
        kind == "answer" || kind == "upload" { calls = 1000; rate = 1024 / $3; failed = !($1 == 200 && $2 == 1073741824) }
        END {
            if (!calls) { calls = 1; failed = 1 }
            printf "%s %.0f %.2f %d\n", name, rate, ticks / hz * 1e6 / calls, failed
        }'
}

tell_tls() {
    local kind name
    setting haproxy nginx
    echo "$(h2load --version), $(openssl version | cut -d' ' -f1-2), $(curl --version | cut -d' ' -f1-2 | head -n 1); ECDSA P-256."
    echo
    echo "| $connections connections | calls/s, or MiB/s | × haproxy | own CPU per call, or for all | × haproxy | failed |"
    echo "| --- | --- | --- | --- | --- | --- |"
    for kind in "${tls_kinds[@]}"; do
        for name in "${tls_contestants[@]}"; do
            echo "| ${tls_kind[$kind]}: $name | $(figures tls "$name-$kind" 2 | median) | $(ratio tls "$name-$kind" 2 "haproxy-$kind")" \
                "| $(figures tls "$name-$kind" 3 | median) $([[ $kind == answer || $kind == upload ]] && echo ms || echo µs)" \
                "| $(ratio tls "$name-$kind" 3 "haproxy-$kind") | $(figures tls "$name-$kind" 4 | sum) |"
        done
    done
}
