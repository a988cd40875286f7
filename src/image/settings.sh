# What the scripts beside this one know of the gateway's settings. Bash alone: the health check must start no process for it.

# setting NAME DEFAULT: sets value as the gateway does, from the environment, else from the file that FAAS_CONFIG names.
setting() {
    local line text='[^[:space:]](.*[^[:space:]])?'
    value=$2
    if [[ ${!1:-} =~ $text ]]; then
        value=${BASH_REMATCH[0]}
    elif [[ -f ${FAAS_CONFIG:-} && -r $FAAS_CONFIG ]]; then
        while read -r line || [[ -n $line ]]; do
            if [[ $line =~ ^$1[[:space:]]*=[[:space:]]*($text) ]]; then value=${BASH_REMATCH[1]}; fi
        done <"$FAAS_CONFIG"
    fi
}

# address LISTEN: sets host and port to the first address, as one that can be connected to.
address() {
    local first=${1%%,*}
    first=${first//[[:space:]]/}
    port=${first##*:}
    host=${first%:*}
    host=${host//[\[\]]/}
    case $host in '' | 0.0.0.0 | ::) host=127.0.0.1 ;; esac
}
