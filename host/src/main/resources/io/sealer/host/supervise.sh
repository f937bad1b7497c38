umask 022
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin
LC_ALL=C
export PATH LC_ALL
exec 3<&0 4>&2
(
  if [ -n "$sealer_lifeline" ]; then exec 0</dev/null; else exec 0<&3; fi
  exec 3<&- 4>&-
  printf '%s %s\n' "$sealer_mark" "$$"
  printf '%s\n' "$sealer_mark" >&2
  unset sealer_mark sealer_parent sealer_lifeline
  eval "$sealer_body"
) &
sealer_child=$!
# From here on this shell only watches. It keeps the ends of the input and of the errors for the farewell below.
exec 0</dev/null 1>/dev/null 2>/dev/null
sealer_stop() {
  trap '' TERM HUP INT
  kill -TERM 0
  (sleep 5; kill -KILL 0) 3<&- 4>&- &
  wait "$sealer_child"
  kill -KILL 0
}
trap sealer_stop TERM HUP INT
if [ -n "$sealer_lifeline" ] || [ -d "/proc/$sealer_parent" ]; then
  (
    trap - TERM HUP INT
    # A sender without input keeps the lifeline open: its end is the connection's, and waiting for it costs no process. A line on it
    # means that it was let go on purpose.
    if [ -n "$sealer_lifeline" ]; then IFS= read -r sealer_word <&3 || { kill -TERM "$$"; exit 0; }; fi
    exec 3<&-
    [ -d "/proc/$sealer_parent" ] || exit 0
    while [ -d "/proc/$sealer_parent" ]; do sleep 1; done
    kill -TERM "$$"
  ) 4>&- &
  sealer_watcher=$!
fi
wait "$sealer_child"
sealer_exit=$?
trap '' TERM HUP INT
[ -z "${sealer_watcher-}" ] || kill -KILL "$sealer_watcher"
# The sender hears that the command has ended, sends no more, and closes the input: a channel must not close while data is under way.
printf '%s-end\n' "$sealer_mark" >&4
! IFS= read -r sealer_word <&3 || cat <&3 >/dev/null
exit "$sealer_exit"
