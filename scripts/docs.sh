#!/usr/bin/env bash
# The pages that are made from the program, so that they cannot tell of another. `docs.sh write` writes them, `docs.sh
# check` says which differ, and also which links between pages lead nowhere.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mode=${1:?write or check}
failed=0

# generated PAGE COMMAND...: what the command prints is the page.
generated() {
  local page=$root/$1 made
  shift
  if [[ $mode == check && ! -e $page ]]; then return; fi
  made=$(mktemp)
  if ! "$@" >"$made"; then
    echo "${page#"$root"/}: what makes it failed" >&2
    failed=1
  elif [[ $mode == write ]]; then
    mkdir -p "$(dirname "$page")"
    cp "$made" "$page"
  elif ! diff -u "$page" "$made"; then
    echo "${page#"$root"/} is not what the program says; run ./dev docs" >&2
    failed=1
  fi
  rm -f "$made"
}

cli_reference() {
  printf '# Commands\n\nMade by `./dev docs` from `windlass help --all`.\n\n```\n'
  "$root/windlass" help --all
  printf '```\n'
}

fault_reference() {
  printf '# Faults of registries\n\nMade by `./dev docs` from `windlass registry-chaos --list`. Without `--list` it plays them all.\n\n```\n'
  "$root/windlass" registry-chaos --list
  printf '```\n'
}

# Each cause with an example: what the tests got from a registry that fails in that way, or what a guide shows that a
# test wrote; of these rather what `doctor` said.
cause_reference() {
  printf '# Causes\n\nMade by `./dev docs` from `windlass causes`; the examples are what the tests got.\n\n'
  "$root/windlass" causes | awk -v faults="$root/oci/src/test/resources/golden/faults.txt" -v guides="$root/docs/guide" '
    function of_faults(  line, words, code, body, taking) {
      while ((getline line < faults) > 0) {
        if (line ~ /^\[/) { split(substr(line, 2), words, ","); code = words[1]; taking = !(code in example) }
        else if (line == "") { taking = 0 }
        else if (taking && line !~ /^  ended at/) example[code] = example[code] line "\n"
      }
    }
    # A block from its command to the line with the code, without what is asked and hinted at after it.
    function of_guide(file,  line, block, code, open, done, rank) {
      while ((getline line < file) > 0) {
        if (line ~ /^```console/) { open = 1; block = ""; code = ""; done = 0; continue }
        if (line == "```" && open) {
          if (code != "" && !(code in example) || rank > best[code]) { example[code] = block; best[code] = rank }
          open = 0
        }
        if (!open || done) continue
        if (line ~ /^(Looking at|FAILED|Warning: |It is not:|Asked:|Creating|Submitting|Updating|warning, )/) { if (line ~ /^(It is|Asked|warning)/) done = 1; if (line != "FAILED") continue }
        if (line ~ /^\$ windlass doctor/) rank = 2; else if (line ~ /^\$ /) rank = 1
        if (rank == 2 && code == "" && line ~ /^[a-z_]+: /) { code = line; sub(/:.*/, "", code) }
        if (line ~ /^  code: /) { code = substr(line, 9); done = 1 }
        if (line !~ /^(FAILED)?$/) block = block line "\n"
      }
      close(file)
    }
    BEGIN { of_faults(); of_guide(guides "/why-cant-it-pull.md"); of_guide(guides "/why-doesnt-it-run.md") }
    /^### / { code = $2 }
    { print }
    /^- Code Engine/ && (code in example) { printf "\n```\n%s```\n", example[code] }
  '
}

generated docs/reference/cli.md cli_reference
generated docs/reference/causes.md cause_reference
generated docs/reference/faults.md fault_reference
"$root/scripts/links.sh" || failed=1
exit "$failed"
