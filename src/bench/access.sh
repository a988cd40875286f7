# What the gateway does before it lets a call through, beside functions that everybody may call.

. "$here/calls.sh"

# The first is a GET, and post the same with a body of 1 KiB.
ways=(none key basic jwt forward rate allow post hmac)
address[access]=127.0.0.1:9170
issuer=http://127.0.0.1:9005
declare -A way_label=(
    [none]=''
    [key]='"faas.auth":"key",'
    [basic]='"faas.auth":"basic",'
    [jwt]='"faas.auth":"jwt","faas.auth.issuer":"bench","faas.auth.audience":"functions",'
    [forward]='"faas.auth":"forward",'
    [rate]='"faas.rate":"1000000/s",'
    [allow]='"faas.allow":"10.0.0.0/8,192.168.0.0/16,127.0.0.0/8",'
    [post]=''
    [hmac]='"faas.auth":"hmac",'
)
declare -A way_words=(
    [none]='no label'
    [key]='`faas.auth=key`, one of ten keys'
    [basic]='`faas.auth=basic`, a password that is known'
    [jwt]='`faas.auth=jwt`, RS256, a token that is known'
    [forward]='`faas.auth=forward`, a request that is known'
    [rate]='`faas.rate`, by address'
    [allow]='`faas.allow`, the third block'
    [post]='no label, 1 KiB'
    [hmac]='`faas.auth=hmac`, 1 KiB'
)

measure_access() {
    local round way
    start_contestants
    write_ways
    write_issuer
    start_gateway access 9171 9004 FAAS_ISSUERS="bench=$issuer $issuer/keys" FAAS_FORWARD_AUTH="$issuer/admit"
    for way in "${ways[@]}"; do
        await_way "$way"
        saturate_way "$way" warm-up
    done
    for ((round = 1; round <= rounds; round++)); do
        for way in "${ways[@]}"; do saturate_way "$way" access; done
    done
}

# A service with a task for each way, beside those of other parts, and the secrets. The gateway finds them by itself.
write_ways() {
    local way services tasks i
    services=$(<services.json) tasks=$(<tasks.json)
    services=${services%]} tasks=${tasks%]}
    for way in "${ways[@]}"; do
        services+=',{"ID":"'$way'","Version":{"Index":1},"Spec":{"Name":"'$way'","Labels":{'${way_label[$way]}'"faas.name":"'$way'","faas.port":"9001"},"TaskTemplate":{"ContainerSpec":{}},"Mode":{"Replicated":{"Replicas":1}}}}'
        tasks+=,$(task "task-$way" "$way" "container-$way")
    done
    for ((i = 0; i < 9; i++)); do echo "other$i:$(printf %s $i | sha256sum | cut -d' ' -f1)"; done >faas-keys
    echo "bench:$(printf %s "$way_key" | sha256sum | cut -d' ' -f1)" >>faas-keys
    echo "bench:$way_secret" >faas-signing
    # bcrypt of cost 10, by the C library.
    perl -e 'print "bench:", crypt($ARGV[0], q($2y$10$0123456789abcdefghijku)), "\n"' "$way_key" >faas-users
    head -c 1024 /dev/zero | tr '\0' x >signed
    printf 'wrk.method = "POST"\nwrk.body = string.rep("x", 1024)\n' >post.lua
    echo "$services]" >services.json
    echo "$tasks]" >tasks.json
}

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# The issuer's key, and a token of an hour.
write_issuer() {
    local now signed
    now=$(date +%s)
    openssl genrsa -out issuer.pem 2048 2>/dev/null
    echo '{"keys":[{"kty":"RSA","kid":"1","use":"sig","alg":"RS256","e":"AQAB","n":"'"$(
        openssl rsa -in issuer.pem -noout -modulus | sed 's/Modulus=//' | perl -ne 'chomp; print pack("H*", $_)' | base64url
    )"'"}]}' >keys.json
    signed=$(printf '{"alg":"RS256","kid":"1","typ":"JWT"}' | base64url).$(
        printf '{"iss":"%s","aud":"functions","sub":"bench","exp":%d}' "$issuer" $((now + 3600)) | base64url
    )
    token=$signed.$(printf %s "$signed" | openssl dgst -sha256 -sign issuer.pem | base64url)
}

way_key=0123456789abcdef0123456789abcdef
way_secret=fedcba9876543210fedcba9876543210

# Sets options to what a call of this kind needs, for wrk.
way_options() {
    options=()
    case $1 in
        key) options=(-H "Authorization: Bearer $way_key") ;;
        basic) options=(-H "Authorization: Basic $(printf 'bench:%s' "$way_key" | base64 -w 0)") ;;
        jwt) options=(-H "Authorization: Bearer $token") ;;
        post) options=(-s post.lua) ;;
        hmac) options=(-s post.lua -H "X-Hub-Signature-256: sha256=$(openssl dgst -sha256 -hmac "$way_secret" signed | sed 's/.*= //')") ;;
    esac
}

await_way() {
    local deadline=$((SECONDS + 30)) status
    until status=$(curl -s -o /dev/null -w '%{http_code}' "http://${address[access]}/$1/") && [[ $status == 200 || $status == 401 ]]; do
        ((SECONDS < deadline)) || { tail -n 5 access.log access.err >&2 && die "The gateway does not serve $1."; }
        sleep 0.1
    done
}

# saturate_way WAY FILE: a line "way calls/s µs failures" goes to the file.
saturate_way() {
    local way=$1 before after options
    way_options "$way"
    before=$(ticks "${pid[access]}")
    wrk -t1 -c$connections -d"${seconds}s" "${options[@]}" "http://${address[access]}/$way/" >wrk.out
    after=$(ticks "${pid[access]}")
    empty_log access
    cost_of_calls "$way" $((after - before)) <wrk.out | tee -a "$2"
}

tell_access() {
    local way base=none
    echo "Machine, for the clients, the gateway and the tasks together: $(machine). Before the first round it had a load of $load."
    echo
    echo "| $connections connections | calls/s | × without label | own CPU per call | × without label | failed |"
    echo "| --- | --- | --- | --- | --- | --- |"
    for way in "${ways[@]}"; do
        [[ $way != post ]] || base=post
        echo "| ${way_words[$way]} | $(figures access "$way" 2 | median) | $(ratio access "$way" 2 $base) | $(figures access "$way" 3 | median) µs | $(ratio access "$way" 3 $base) | $(figures access "$way" 4 | sum) |"
    done
}
