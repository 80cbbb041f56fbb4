git init -q .
echo '# Rivers' >README.md
git add README.md
git commit -q -m 'Begin'
