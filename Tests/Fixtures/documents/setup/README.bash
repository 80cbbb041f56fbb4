git init -q .
git add chat.md
git commit -q -m 'Ask about rivers'
echo 'And in miles?' >>chat.md
