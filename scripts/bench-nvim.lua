-- What scripts/bench-nvim runs in Neovim.
local stress = require("stress")

local chunks = tonumber(vim.env.BENCH_CHUNKS)
local lines = tonumber(vim.env.BENCH_LINES)

local function longest(numbers)
  local longest_one, late = 0, 0
  for _, number in ipairs(numbers) do
    longest_one = math.max(longest_one, number)
    late = late + (number > 16 and 1 or 0)
  end
  return longest_one, late
end

local function say(format, ...)
  io.stdout:write(format:format(...), "\n")
end

for index, row in ipairs({
  { "typing alone" }, { "chatmd", "chatmd" }, { "tail rewritten every 100 ms", "tail" },
}) do
  local result = stress.run({ chunks = chunks, lines = lines, writer = row[2] })
  if index == 1 then
    local version = vim.version()
    say("Neovim %d.%d.%d: %d chunks into %d lines", version.major, version.minor, version.patch,
      chunks, lines)
    say("%-28s %14s %14s %12s %10s", "", "longest block", "over 16 ms", "slowest key", "total")
  end
  local block, late = longest(result.blocks)
  say("%-28s %11.1f ms %14d %9.1f ms %8.2f s", row[1], block, late, (longest(result.keys)),
    result.total / 1000)
end
