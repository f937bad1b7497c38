# shellcheck shell=bash
# available_since BEGUN KUBECTL…: seconds from BEGUN (date +%s.%N) until the last node was Ready and deployment hello Available, as the
# cluster itself remembers it, to a second. The same question for whoever made the cluster, whatever else that waits for.
available_since() {
  local begun=$1 last
  shift
  last=$({
    "$@" get nodes -o 'jsonpath={range .items[*]}{.status.conditions[?(@.type=="Ready")].lastTransitionTime}{"\n"}{end}'
    "$@" get deployment hello -o 'jsonpath={.status.conditions[?(@.type=="Available")].lastTransitionTime}{"\n"}'
  } | sort | tail -n 1)
  awk -v a="$begun" -v b="$(date -d "$last" +%s)" 'BEGIN { printf "%.1f", b + 0.5 - a }'
}
