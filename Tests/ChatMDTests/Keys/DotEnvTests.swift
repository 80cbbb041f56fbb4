import Testing

@testable import chatmd

@Suite struct DotEnvTests {
    @Test(
        arguments: [
            ("KEY=value", "value"), ("KEY = value ", "value"), ("export KEY=value", "value"),
            ("  KEY=value\r\n", "value"), ("KEY='a b # c'", "a b # c"),
            ("KEY=\"a \\\"b\\\" \\\\ \\$HOME\"", "a \"b\" \\ $HOME"), ("KEY=\"a\\nb\"", "a\nb"),
            ("KEY=a#b", "a#b"), ("KEY=a # b", "a"), ("KEY=a=b==", "a=b=="), ("KEY=", nil),
            ("KEY", nil), ("# KEY=value", nil), ("KEY='open", nil), ("KEY=\"open", nil),
            ("OTHER=value", nil), ("KEY-X=value", nil), ("KEY=old\nKEY=new", "new"),
            ("\u{FEFF}KEY=value", "value"), ("KEY=$HOME", "$HOME"), ("KEY=`id`", "`id`"),
        ] as [(String, String?)])
    func linesAreRead(text: String, value: String?) {
        #expect(DotEnv(parsing: Array(text.utf8))["KEY"] == value)
    }
}
