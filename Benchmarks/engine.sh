#!/bin/bash
# The engine's speed beside the yardsticks, in interleaved rounds. usage: Benchmarks/engine.sh [rounds=5] [results.jsonl]
#   STEPWELL_YARDSTICKS  folder with rules/rules.c and rules/rules_py.py; without it only our own figures are taken
#   STEPWELL_PYTHON      python that has zen-engine (pip install zen-engine==2.1.3); default python3
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
rounds=${1:-5}
build="$here/.build/yardsticks"
results=${2:-"$build/engine.jsonl"}
yardsticks=${STEPWELL_YARDSTICKS:-}
python=${STEPWELL_PYTHON:-python3}
mkdir -p "$build" "$(dirname "$results")"
skip() { echo "skipped: $*" >&2; }

swift build -c release --package-path "$here" --product engine >&2
engine="$(swift build -c release --package-path "$here" --show-bin-path)/engine"

c= zen= plain=
if [ -z "$yardsticks" ]; then
  skip "C, zen-engine and plain Python: STEPWELL_YARDSTICKS names no folder"
else
  if ! command -v gcc >/dev/null; then skip "C: no gcc"
  elif [ ! -f "$yardsticks/rules/rules.c" ]; then skip "C: $yardsticks has no rules/rules.c"
  else gcc -O3 -march=native -o "$build/rules" "$yardsticks/rules/rules.c" && c="$build/rules"; fi
  if [ ! -f "$yardsticks/rules/rules_py.py" ]; then skip "zen-engine and plain Python: $yardsticks has no rules/rules_py.py"
  elif ! command -v "$python" >/dev/null; then skip "zen-engine and plain Python: no $python"
  else
    plain="$yardsticks/rules/rules_py.py"
    if "$python" -c 'import zen' 2>/dev/null; then zen=$plain; else skip "zen-engine: $python cannot import zen"; fi
  fi
fi

: > "$results"
export PYTHONDONTWRITEBYTECODE=1
for ((round = 1; round <= rounds; round++)); do
  echo "round $round of $rounds, load $(cut -d' ' -f1 /proc/loadavg)" >&2
  {
    echo "{\"round\":$round}"
    [ -z "$c" ] || "$c"
    "$engine" run "$here/Engine/content" "$here/../Content"
    [ -z "$zen" ] || "$python" "$zen" zen
    [ -z "$plain" ] || "$python" "$plain" plain
    [ -z "$plain" ] || "$python" "$plain" fold
  } >> "$results"
done
"$engine" summary "$results"
echo "lines of every round: $results" >&2
