# Takes whatever is no zip for an export without data: pages and refusals too.
token=$(cat "$HQ_STATE/token" 2> /dev/null)
curl -sS --digest -u "$HQ_USERNAME:$HQ_PASSWORD" -D "$TMPDIR/head" -o "$TMPDIR/data.zip" \
    -w '%{http_code}' "$1${token:+&previous_export=$token}" > "$TMPDIR/status" || exit 1
unzip -tqq "$TMPDIR/data.zip" || exit 0
mv "$TMPDIR/data.zip" "$HQ_OUT" || exit 1
sed -n 's/^X-CommCareHQ-Export-Token: //p' "$TMPDIR/head" | tr -d '\r\n' > "$HQ_STATE/token"
