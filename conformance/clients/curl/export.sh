#!/bin/sh
# Downloads one export of CommCare HQ with curl.
#
#   HQ_USERNAME=... HQ_PASSWORD=... sh export.sh URL FORMAT OUT [STATE]
#
# URL     the address the listing page offers to copy, asked for as it is
# FORMAT  the format that address asks for: csv or json
# OUT     folder for the data; each download becomes a numbered folder in it
# STATE   folder for export tokens; without it every download is a full one
#
# Ends with 0 if the data are kept or there is nothing new, with 77 for a format
# it does not know, with another code if anything went wrong. A token is stored
# last, when the data that came with it are in place.
set -u
umask 077

fail() {
    echo "export.sh: $*" >&2
    exit 1
}

[ $# -ge 3 ] || { echo "usage: export.sh URL FORMAT OUT [STATE]" >&2; exit 2; }
url=$1 format=$2 out=$3 state=${4-}
: "${HQ_USERNAME:?the name of a web user}" "${HQ_PASSWORD:?the password of that user}"

case $format in
    csv | json) ;;
    *) echo "export.sh: no format but csv and json" >&2; exit 77 ;;
esac

work=$(mktemp -d) || fail "no temporary folder"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# The address: a parameter follows `?`, or `&` where there is a query already.
with() {
    case $1 in
        *[?\&]) printf '%s%s' "$1" "$2" ;;
        *\?*) printf '%s&%s' "$1" "$2" ;;
        *) printf '%s?%s' "$1" "$2" ;;
    esac
}
address=$url

# One token for each address: tokens of different exports never meet.
token_file=
if [ -n "$state" ]; then
    token_file=$state/token-$(printf %s "$url" | cksum | tr ' ' -)
    if [ -s "$token_file" ]; then
        address=$(with "$address" "previous_export=$(cat "$token_file")")
    fi
fi

# The password goes in by a pipe, where no list of processes shows it.
fetch() {
    escaped=$(printf %s "$HQ_USERNAME:$HQ_PASSWORD" | sed 's/[\\"]/\\&/g')
    printf 'user = "%s"\n' "$escaped" |
        curl --disable --config - --silent --show-error --verbose --globoff --digest \
            --connect-timeout 10 --speed-limit 1 --speed-time 60 \
            --output "$work/body" --write-out '%{http_code} %{redirect_url}' \
            --url "$1" 2> "$work/headers.txt"
}

answer=$(fetch "$address") || fail "curl ended with $?: $(grep '^curl:' "$work/headers.txt")"

# An address that lacks only its last slash is asked for again with it; nothing
# else is followed, so that the credentials go nowhere else.
if [ "${answer%% *}" = 301 ]; then
    path=${address%%\?*}
    slashed=$path/${address#"$path"}
    [ "${answer#* }" = "$slashed" ] || fail "moved to ${answer#* }, which is not followed"
    answer=$(fetch "$slashed") || fail "curl ended with $?: $(grep '^curl:' "$work/headers.txt")"
fi

case ${answer%% *} in
    200) ;;
    302) echo "nothing new"; exit 0 ;;
    401) fail "401: the name or password is wrong, or this user may not export" ;;
    404) fail "404: no such export, or HQ does not know the token (see $token_file)" ;;
    *) fail "answered with ${answer%% *}" ;;
esac

# Only what is data of the format is kept, and only whole.
case $format in
    csv)
        unzip -tqq "$work/body" > "$work/test.txt" 2>&1 || fail "the answer is no whole zip"
        mkdir "$work/new" "$work/new/data" &&
            unzip -oqq -d "$work/new/data" "$work/body" < /dev/null ||
            fail "the zip cannot be unpacked"
        # Unpacked files of one name would replace each other; the zip has them all.
        mv "$work/body" "$work/new/data.zip"
        ;;
    json)
        # No JSON reader is at hand everywhere: the type, the first and the last bytes
        # tell data from a page, and a whole answer from half of one.
        grep -i '^< content-type:' "$work/headers.txt" | tail -n 1 | grep -iq 'application/json' ||
            fail "the answer is not JSON"
        first=$(head -c 1 "$work/body")
        last=$(tail -c 16 "$work/body" | tr -d ' \t\r\n' | tail -c 2)
        case "$first$last" in
            '{}}' | '{{}') ;;
            *) fail "the JSON is not whole" ;;
        esac
        mkdir "$work/new" && mv "$work/body" "$work/new/data.json"
        ;;
esac || fail "the data cannot be prepared"

number=1
while [ -e "$out/$number" ]; do number=$((number + 1)); done
mv "$work/new" "$out/$number" || fail "the data cannot be kept in $out"

# The token of this very answer; its line ends in a carriage return. Answers
# without one (custom exports of old servers) leave the stored one in place.
if [ -n "$token_file" ]; then
    token=$(grep -i '^< X-CommCareHQ-Export-Token:' "$work/headers.txt" | tail -n 1 |
        sed -e 's/^[^:]*: *//' | tr -d ' \t\r"')
    case $token in
        '') ;;
        *[!A-Za-z0-9._~-]*) fail "the token '$token' cannot be part of an address" ;;
        *)
            printf '%s\n' "$token" > "$token_file.new" && mv "$token_file.new" "$token_file" ||
                fail "the token cannot be kept in $state"
            ;;
    esac
fi
echo "kept in $out/$number"
