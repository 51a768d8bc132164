# What the command does with the plugin of examples/custom-plugin.
npx fer plugins --plugin fer-plugin-attention
npx fer train --plugin fer-plugin-attention --architecture attention-net --data synthetic --epochs 1 --limit 64 --out attention
npx fer predict face.png --plugin fer-plugin-attention --weights attention --no-detect
