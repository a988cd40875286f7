# In the image of a function: makes a cache for BareUndertow, as the runtime's own is made, from twenty calls.
java @/faas/java.options -XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching -XX:-AOTStubCaching -XX:-AOTRecordTraining \
    -XX:AOTCacheOutput=/bench/bare.aot -cp /faas/function-runtime.jar:/bench/bare.jar BareUndertow &>/bench/log &
server=$!
for ((calls = 0; calls < 20; )); do
    { exec 3<>/dev/tcp/127.0.0.1/9202; } 2>/dev/null || { sleep 0.1 && continue; }
    printf 'GET /?a=1&b=2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
    read -r _ status _ <&3 && [[ $status == 200 ]] && calls=$((calls + 1))
done
kill $server
wait $server || true
[[ -s /bench/bare.aot ]] || { cat /bench/log >&2 && exit 1; }
