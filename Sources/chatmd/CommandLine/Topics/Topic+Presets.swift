extension Topic {
    static let presets = Topic(
        name: "presets",
        summary: "settings that go by a name",
        text: {
            """
            -t NAME, or preset = "NAME" in front matter or configuration. These are built in:

            \(Help.table(Preset.builtInNames.map { ($0, Preset.summary(ofBuiltIn: $0)) }))
            Your own stand in config.toml, and may build on another:

              [presets.review]
              extends = "precise"
              model = "claude-sonnet-5-5"
              system = "You review changes, and name file and line."

            What is written beside a preset goes before it. What a preset brings and the model refuses
            is left out with a warning.

            """
        },
        examples: [
            "chatmd chat.md -t precise",
            "git diff | chatmd append review.md -p - -t code",
            "chatmd new ideas.md -t creative",
            "chatmd config chat.md -t precise",
        ]
    )
}
