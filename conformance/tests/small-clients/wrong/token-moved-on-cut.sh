# Stores the token as soon as the head is there, whatever becomes of the body.
token=$(cat "$HQ_STATE/token" 2> /dev/null)
curl -sS --digest -u "$HQ_USERNAME:$HQ_PASSWORD" -D "$TMPDIR/head" -o "$TMPDIR/data.zip" \
    -w '%{http_code}' "$1${token:+&previous_export=$token}" > "$TMPDIR/status"
ended=$?
case $(cat "$TMPDIR/status") in 200) ;; 302) exit 0 ;; *) exit 1 ;; esac
sed -n 's/^X-CommCareHQ-Export-Token: //p' "$TMPDIR/head" | tr -d '\r\n' > "$HQ_STATE/token"
[ "$ended" = 0 ] || exit 1
unzip -tqq "$TMPDIR/data.zip" || exit 1
mv "$TMPDIR/data.zip" "$HQ_OUT" || exit 1
