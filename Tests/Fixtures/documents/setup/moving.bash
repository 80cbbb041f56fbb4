# What the other programs have left in this home.
mkdir -p ~/.config/io.datasette.llm ~/.config/aichat ~/.config/chatvim
cat >~/.config/io.datasette.llm/keys.json <<'END'
{
  "// Note": "This file stores secret API credentials. Do not share!",
  "openai": "sk-of-llm-0123456789"
}
END
echo 'CLAUDE_API_KEY=sk-ant-of-aichat-0123456789' >~/.config/aichat/.env
cat >~/.config/chatvim/config.md <<'END'
---
userDelimiter: "**user**"
assistantDelimiter: "**assistant**"
---

Answer in one line.

**assistant**

Gladly.
END
echo 'The Nile floods.' >notes.txt
unset OPENAI_API_KEY ANTHROPIC_API_KEY
