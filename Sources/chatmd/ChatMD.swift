import Glibc
import LLMCore
@main struct ChatMD { static func main() { print(BuiltInProviders.all.map(\.id)) } }
