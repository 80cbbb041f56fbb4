cat >rivers.md <<'END'
+++
model = "claude-sonnet-5-5"
system = "You answer in one line."
+++

Which is longer, the Nile or the Amazon?

# === ASSISTANT ===

The Nile, by most measurements.

# === USER ===

Why?
END
