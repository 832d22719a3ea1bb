# Does not ask curl how the download ended, and keeps what came.
token=$(cat "$HQ_STATE/token" 2> /dev/null)
curl -sS --digest -u "$HQ_USERNAME:$HQ_PASSWORD" -D "$TMPDIR/head" -o "$TMPDIR/data.zip" \
    -w '%{http_code}' "$1${token:+&previous_export=$token}" > "$TMPDIR/status"
case $(cat "$TMPDIR/status") in 200) ;; 302) exit 0 ;; *) exit 1 ;; esac
mv "$TMPDIR/data.zip" "$HQ_OUT"
sed -n 's/^X-CommCareHQ-Export-Token: //p' "$TMPDIR/head" | tr -d '\r\n' > "$HQ_STATE/token"
