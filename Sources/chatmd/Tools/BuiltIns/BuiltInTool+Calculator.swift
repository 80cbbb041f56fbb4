import LLMCore

extension BuiltInTool {
    static let calculator = BuiltInTool(
        tool: Tool(
            name: "calculator",
            description: """
                Works out an arithmetic expression: whole numbers, decimals and fractions exactly, \
                everything else to 40 digits. Operators: + - * / % (remainder) ^ (power) ! (factorial), \
                and brackets. Constants: pi, e. Functions: sqrt cbrt pow exp log (natural, or to a base: \
                log(8, 2)) ln log10 log2 sin cos tan asin acos atan atan2 (in radians) abs floor ceil \
                round(x, places) min max mod gcd lcm. A percentage is written 15/100.
                """,
            parameters: [
                "type": "object",
                "properties": [
                    "expression": [
                        "type": "string",
                        "description": "such as (1200 * 1.19 - 35.5) / 12 or 2^64 or sqrt(2)",
                    ]
                ],
                "required": ["expression"],
            ]),
        approval: .always,
        run: { (arguments, _) throws(ToolError) in
            let expression = try arguments.requiredText("expression")
            do throws(ExpressionError) {
                return try Calculation.value(of: expression).text
            } catch {
                throw ToolError(error.message)
            }
        })
}
