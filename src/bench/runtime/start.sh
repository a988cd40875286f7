# In a function's container: starts a command, calls it until it answers, and prints a line
#   µs from the start to the answer, KiB resident a moment later
# usage: start.sh PORT COMMAND…
port=$1
shift
# Reading from it is a way to wait without a process of its own.
exec 9<> <(:)
pause() { read -r -t "$1" -u 9; }

answers() {
    { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || return
    printf 'GET /?a=1&b=2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
    read -r -t 5 _ status _ <&3 && [[ $status == 200 ]]
}

begun=${EPOCHREALTIME/./}
"$@" &>/dev/null &
pid=$!
until answers; do
    ((${EPOCHREALTIME/./} - begun < 20000000)) || exit 1
    pause 0.001
done
answered=${EPOCHREALTIME/./}
pause 0.2
while read -r key kibibytes _; do
    [[ $key != Rss: ]] || echo "$((answered - begun)) $kibibytes"
done </proc/$pid/smaps_rollup
kill -KILL $pid
