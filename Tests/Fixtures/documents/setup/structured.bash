echo 'Ada Lovelace wrote the first program, in 1843.' >page.md
cp page.md people.md
echo 'A program, please.' >ask.md
cp ask.md chat.md
chatmd append chat.md -q
