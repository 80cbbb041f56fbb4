mkdir ~/Pictures
cp photo.png ~/Pictures/beetle.jpg
cp photo.png screenshot.png
echo 'What does this page say?' >question.md
echo 'let a = 1' >parser.swift
