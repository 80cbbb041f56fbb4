# What every document takes for given: the program, keys, an identity for git, a conversation.
ln -s "$CHATMD" "$HOME/../bin/chatmd"
export OPENAI_API_KEY=sk-documents-0123456789 ANTHROPIC_API_KEY=sk-ant-documents-0123456789 \
    XAI_API_KEY=xai-documents-0123456789 OPENROUTER_API_KEY=sk-or-documents-0123456789
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org \
    GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
git config --global init.defaultBranch main
cat >chat.md <<'END'
Which is longer, the Nile or the Amazon? One line.
END
# The smallest PNG there is.
base64 -d >photo.png <<'END'
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
END
