#!/usr/bin/env bash
# Says which links between the Markdown files of the repository lead nowhere. Addresses elsewhere are not looked at.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

broken=0
while read -r page; do
  folder=$(dirname "$page")
  while read -r target; do
    case $target in
      '' | '#'* | *://* | mailto:*) continue ;;
    esac
    file=${target%%#*}
    if [[ ! -e $folder/$file ]]; then
      echo "$page: the link to $target leads nowhere" >&2
      broken=1
    fi
  done < <(sed '/^```/,/^```/d' "$page" | grep -o ']([^) ]*)' | sed 's/^](//; s/)$//')
done < <(find . -name '*.md' -not -path './.git/*' -not -path '*/target/*' -not -path '*/node_modules/*' | sort)
exit "$broken"
