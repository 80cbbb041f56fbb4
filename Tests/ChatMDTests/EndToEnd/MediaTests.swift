import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Images, documents and recordings that a conversation embeds, as they arrive at a server.
@Suite struct MediaTests {
    private let text = "Look ![a](p.png) ![b](d.pdf) ![c](s.wav)"

    // MARK: Each protocol

    @Test func openAIsChatHasAPartForEach() throws {
        let media = try MediaScene()
        #expect(try media.complete(text, by: "p/m").ending == .exit(0))
        #expect(
            try media.scene.sentBody()["messages"]?[0]?["content"] == [
                ["type": "text", "text": .string(text)],
                media.imagePart,
                [
                    "type": "file",
                    "file": [
                        "filename": "d.pdf",
                        "file_data": media.uri("application/pdf", MediaScene.pdf),
                    ],
                ],
                [
                    "type": "input_audio",
                    "input_audio": ["data": media.base64(MediaScene.wav), "format": "wav"],
                ],
            ])
    }

    @Test func responsesHaveInputsOfTheirOwn() throws {
        let media = try MediaScene(asking: "p", "wire_format = \"openai-responses\"")
        let text = "Look ![a](p.png) ![b](d.pdf) ![c](https://example.org/c.pdf)"
        _ = try media.complete(text, by: "p/m")
        #expect(
            try media.scene.sentBody()["input"]?[0]?["content"] == [
                ["type": "input_text", "text": .string(text)],
                ["type": "input_image", "image_url": media.uri("image/png", MediaScene.png)],
                [
                    "type": "input_file", "filename": "d.pdf",
                    "file_data": media.uri("application/pdf", MediaScene.pdf),
                ],
                ["type": "input_file", "file_url": "https://example.org/c.pdf"],
            ])
    }

    @Test func anthropicHasBlocksWithSources() throws {
        let media = try MediaScene(asking: "anthropic")
        let text = "Look ![a](p.png) ![b](d.pdf) ![c](https://example.org/c)"
        _ = try media.complete(text, by: "anthropic/claude-fixture")
        #expect(
            try media.scene.sentBody()["messages"]?[0]?["content"] == [
                ["type": "text", "text": .string(text)],
                [
                    "type": "image",
                    "source": [
                        "type": "base64", "media_type": "image/png",
                        "data": media.base64(MediaScene.png),
                    ],
                ],
                [
                    "type": "document",
                    "source": [
                        "type": "base64", "media_type": "application/pdf",
                        "data": media.base64(MediaScene.pdf),
                    ],
                    "title": "d.pdf",
                ],
                ["type": "image", "source": ["type": "url", "url": "https://example.org/c"]],
            ])
    }

    @Test func geminiHasDataInlineAndAddresses() throws {
        let media = try MediaScene(asking: "gemini")
        let text = self.text + " ![d](https://example.org/c.png)"
        _ = try media.complete(text, by: "gemini/gemini-fixture")
        let data = [
            ("image/png", MediaScene.png), ("application/pdf", MediaScene.pdf),
            ("audio/wav", MediaScene.wav),
        ].map { type, bytes -> JSONValue in
            ["inlineData": ["mimeType": .string(type), "data": media.base64(bytes)]]
        }
        #expect(
            try media.scene.sentBody()["contents"]?[0]?["parts"]
                == .array(
                    [["text": .string(text)]] + data + [
                        [
                            "fileData": [
                                "mimeType": "image/png", "fileUri": "https://example.org/c.png",
                            ]
                        ]
                    ]))
    }

    @Test func ollamaHasImagesBesideTheText() throws {
        let media = try MediaScene(asking: "p", "wire_format = \"ollama\"")
        _ = try media.complete("Look ![a](p.png)", by: "p/m")
        #expect(
            try media.scene.sentBody()["messages"]?[0] == [
                "role": "user", "content": "Look ![a](p.png)",
                "images": [media.base64(MediaScene.png)],
            ])
    }

    @Test func mistralHasDocumentsByTheirAddressAndBareRecordings() throws {
        let media = try MediaScene(asking: "mistral")
        _ = try media.complete(text, by: "mistral/mistral-fixture")
        #expect(
            try media.scene.sentBody()["messages"]?[0]?["content"] == [
                ["type": "text", "text": .string(text)],
                media.imagePart,
                [
                    "type": "document_url",
                    "document_url": media.uri("application/pdf", MediaScene.pdf),
                    "document_name": "d.pdf",
                ],
                ["type": "input_audio", "input_audio": media.base64(MediaScene.wav)],
            ])
    }

    // MARK: What goes along

    @Test func textsAndFilesKeepTheirOrder() throws {
        let media = try MediaScene()
        let text = "![a](t.txt) ![b](p.png) ![c](t.txt) ![d](t.txt)"
        _ = try media.complete(text, by: "p/m")
        let fence = "``` t.txt\nhello\n```"
        #expect(
            try media.scene.sentBody()["messages"]?[0]?["content"] == [
                ["type": "text", "text": .string("\(text)\n\n\(fence)")],
                media.imagePart,
                ["type": "text", "text": .string("\(fence)\n\n\(fence)")],
            ])
    }

    @Test func theUsersEarlierFilesAreSentAgainAndTheModelsNever() throws {
        let media = try MediaScene()
        let text = """
            ![a](p.png)

            # === ASSISTANT ===

            ![b](d.pdf)

            # === USER ===

            And now?

            """
        _ = try media.complete(text, by: "p/m")
        let messages = try #require(try media.scene.sentBody()["messages"]?.array)
        #expect(messages.map { $0["content"]?.array?.count } == [2, nil, nil])
        #expect(messages[1]["content"] == "![b](d.pdf)")
    }

    /// A result that answers no call becomes the user's text, and its images stay text all the same.
    @Test func whatAToolHasPrintedIsTextOnly() throws {
        let media = try MediaScene()
        let text = """
            hi

            # === ASSISTANT ===

            ``` tool_call look 1
            {"at": "![a](p.png)"}
            ```

            # === TOOL ===

            ``` tool_result look 1
            ![b](p.png)
            ```

            ``` tool_result look 2
            ![c](p.png) ![d](no.png)
            ```

            """
        #expect(try media.complete(text, by: "p/m").ending == .exit(0))
        let messages = try #require(try media.scene.sentBody()["messages"]?.array)
        #expect(messages.map { $0["role"] } == ["user", "assistant", "tool", "user"])
        #expect(messages[2]["content"] == "![b](p.png)")
        #expect(messages[3]["content"]?.string?.contains("![c](p.png) ![d](no.png)") == true)
        #expect(try media.scene.run("export", "work/chat.md").ending == .exit(0))
    }

    @Test func aStrangersImageIsHeldToTheRulesOfEmbeds() throws {
        let media = try MediaScene()
        try media.folder.write("elsewhere/p.png", MediaScene.png)
        try media.folder.write("work/.p.png", MediaScene.png)
        symlink("../elsewhere/p.png", media.folder("work/link.png"))
        for (path, reason) in [
            ("../elsewhere/p.png", "is outside of"), (".p.png", "begins with a dot"),
            ("link.png", "is outside of"), (media.folder("elsewhere/p.png"), "is outside of"),
        ] {
            let outcome = try media.complete("![](\(path))", by: "p/m")
            #expect(outcome.ending == .exit(3))
            #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        }
        #expect(media.scene.server.requests.isEmpty)
    }

    @Test func dataInTheTextIsDecoded() throws {
        let media = try MediaScene()
        let text = "![a](data:text/plain;base64,\(Base64.encoded(MediaScene.png)))"
        _ = try media.complete(text, by: "p/m")
        #expect(
            try media.scene.sentBody()["messages"]?[0]?["content"]?[1]?["image_url"]?["url"]
                == media.uri("image/png", MediaScene.png))
    }

    @Test func whatGoesAlongIsEstimated() throws {
        let media = try MediaScene()
        func estimate(_ text: String) throws -> Int? {
            let outcome = try media.complete(text, by: "p/m", "--format", "ndjson")
            return try Events(outcome).first("start")?["input_tokens_estimate"]?.int
        }
        let plain = try #require(try estimate("Look [a](d.pdf) "))
        #expect(try estimate("Look ![a](d.pdf)") == plain + 2500)
    }

    @Test func anExportHoldsWhatWouldBeSent() throws {
        let media = try MediaScene()
        let text = "![a](t.txt) ![b](p.png)"
        let path = try media.folder.write("work/chat.md", text)
        let outcome = try media.scene.run("export", path)
        #expect(outcome.errors.isEmpty)
        #expect(
            try JSONParser.parse(outcome.output)["messages"] == [
                [
                    "role": "user",
                    "content": [
                        [
                            "type": "text",
                            "text": .string("\(text)\n\n``` t.txt\nhello\n```"),
                        ],
                        [
                            "type": "image_url",
                            "image_url": ["url": media.uri("image/png", MediaScene.png)],
                        ],
                    ],
                ]
            ])
        try media.folder.write("work/chat.md", "hi\n![a](no.png)")
        let failed = try media.scene.run("export", path, "--to", "anthropic")
        #expect(failed.ending == .exit(3))
        #expect(failed.errors.hasPrefix("\(path):2:1: error: `no.png` does not exist"))
    }
}
