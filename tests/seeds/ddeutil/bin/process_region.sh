#!/bin/sh
# Stands for the user's script: notes its arguments.
printf '["process_region.sh", "%s", "%s", "%s", "%s"]\n' "$1" "$2" "$3" "$4" >> "$CALLS"
