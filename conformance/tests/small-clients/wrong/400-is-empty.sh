# Takes a refused parameter for an export without data.
token=$(cat "$HQ_STATE/token" 2> /dev/null)
curl -sS --digest -u "$HQ_USERNAME:$HQ_PASSWORD" -D "$TMPDIR/head" -o "$TMPDIR/data.zip" \
    -w '%{http_code}' "$1${token:+&previous_export=$token}" > "$TMPDIR/status" || exit 1
case $(cat "$TMPDIR/status") in 200) ;; 302 | 400) exit 0 ;; *) exit 1 ;; esac
unzip -tqq "$TMPDIR/data.zip" || exit 1
mv "$TMPDIR/data.zip" "$HQ_OUT" || exit 1
sed -n 's/^X-CommCareHQ-Export-Token: //p' "$TMPDIR/head" | tr -d '\r\n' > "$HQ_STATE/token"
