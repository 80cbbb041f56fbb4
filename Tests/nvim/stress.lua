--- A flood of chunks into a long conversation while keys are typed: how long the editor is busy at
--- a time. Measured by scripts/bench-nvim; a small one is a spec.
local h = require("harness")
local screen = require("screen")

local M = {}

local KEY_MS = 120
-- The line that is typed on must not wrap.
local WIDTH, HEIGHT, KEYS = 320, 40, 300

---@param count integer
---@return string[]
local function conversation(count)
  local lines = { "" }
  for number = 2, count do
    local place = number % 50
    lines[number] = place == 1 and "# Chapter " .. number
      or place == 10 and "```lua"
      or place > 10 and place < 16 and ("local value%d = { %d }"):format(number, number)
      or place == 16 and "```"
      or place % 5 == 0 and ""
      or ("Line %d with *some* words, `code` and a [link](there)."):format(number)
  end
  -- Every 50 lines a block is opened and closed: none is open at the end.
  lines[count] = "What follows?"
  return lines
end

--- Shell for the fake program that says so many chunks.
---@param count integer
---@return string
local function flood(count)
  return ([[
    text '\n# === ASSISTANT ===\n\n'
    awk 'BEGIN { for (i = 1; i <= %d; i++) {
      chunk = "word" i " "
      if (i %% 10 == 0) chunk = "and\\n"
      if (i %% 500 == 0) chunk = "\\n\\n## Section " i "\\n\\n"
      printf "{\"type\":\"text\",\"id\":1,\"chunk\":\"%%s\"}\n", chunk
    } }'
    text '\n\n# === USER ===\n'
    done_
  ]]):format(count)
end

--- Measures, in the Neovim that is measured, how late a timer of one millisecond comes.
local WATCH = [[
  local last, hrtime = vim.loop.hrtime(), vim.loop.hrtime
  blocks = {}
  watch = vim.loop.new_timer()
  watch:start(1, 1, function()
    local now = hrtime()
    if now - last > 2e6 then
      blocks[#blocks + 1] = (now - last) / 1e6
    end
    last = now
  end)
]]

--- A writer as other plugins have it: every 100 ms all that came since the beginning is written
--- anew.
local TAIL_WRITER = [[
  require("chatmd.buffer").reply = function(buf)
    local first, text, written = vim.api.nvim_buf_line_count(buf), {}, 0
    local on_written
    local function write()
      if #text > written then
        text, written = { table.concat(text) }, 1
        vim.api.nvim_buf_set_lines(buf, first, -1, false, vim.split(text[1], "\n"))
      end
      if on_written then
        on_written()
      end
    end
    local timer = vim.loop.new_timer()
    timer:start(100, 100, vim.schedule_wrap(write))
    return {
      append = function(_, chunk) text[#text + 1] = chunk end,
      finish = function(_, callback) on_written = callback end,
      show = function() end,
      check_undone = function() return false end,
      is_empty = function() return false end,
      close = function()
        if not timer:is_closing() then
          timer:close()
        end
      end,
    }
  end
]]

---@class stress.Result
---@field blocks number[] milliseconds, those above two
---@field keys number[] milliseconds from a key to the screen that shows it
---@field total number milliseconds
---@field lines integer of the buffer in the end
---@field text string what was added

--- Types into the first line, a key every 120 ms at most, until something is over.
---@param seen screen.Screen
---@param is_over fun(): boolean
---@return number[]
local function type_until(seen, is_over)
  local sent, shown, times = 0, 0, {}
  local timer = vim.loop.new_timer()
  timer:start(0, KEY_MS, vim.schedule_wrap(function()
    -- Who types waits for what was typed.
    if sent < KEYS and shown == sent and not timer:is_closing() then
      sent = sent + 1
      times[sent] = vim.loop.hrtime()
      seen:notify("nvim_input", "x")
    end
  end))
  seen.on_frame = function(frame)
    local length = #frame.rows[1]:match("^x*")
    while shown < length and shown < sent do
      shown = shown + 1
      times[shown] = (vim.loop.hrtime() - times[shown]) / 1e6
    end
  end
  local ok = vim.wait(600000, is_over, 5)
  timer:close()
  h.wait_for("the last keys", function() return shown == sent end)
  seen.on_frame = nil
  assert(ok, "the reply has no end")
  return times
end

--- Runs one measurement.
---@param options { chunks: integer, lines: integer, writer?: "chatmd"|"tail" }
---@return stress.Result
function M.run(options)
  h.script(flood(options.chunks))
  local seen = screen.start(WIDTH, HEIGHT, conversation(options.lines))
  local result = {}
  local ok, problem = pcall(function()
    seen:lua([[
      local has_parser = vim.fn.has("nvim-0.10") == 1
        and pcall(vim.treesitter.start, 0, "markdown")
      if has_parser then
        vim.wo.foldmethod, vim.wo.foldexpr = "expr", "v:lua.vim.treesitter.foldexpr()"
        vim.wo.foldlevel = 99
      end
      vim.cmd("normal! gg")
      return has_parser
    ]])
    if options.writer == "tail" then
      seen:lua(TAIL_WRITER)
    end
    -- What is made once, as the first fold, is over.
    seen:type("ix<BS>")
    seen:lua(WATCH)
    local started = vim.loop.hrtime()
    if options.writer then
      seen:lua([[
        vim.cmd("Chatmd")
        local timer = vim.loop.new_timer()
        timer:start(20, 20, vim.schedule_wrap(function()
          if vim.fn.exists("#chatmd_session_1") == 0 and not timer:is_closing() then
            timer:close()
            vim.rpcnotify(1, "over")
          end
        end))
      ]])
    else
      seen:lua([[vim.defer_fn(function() vim.rpcnotify(1, "over") end, 3000)]])
    end
    result.keys = type_until(seen, function() return seen.notified.over ~= nil end)
    result.total = (seen.notified.over - started) / 1e6
    result.blocks = seen:lua("watch:close() return blocks")
    result.lines = seen:lua("return vim.api.nvim_buf_line_count(0)")
    result.text = table.concat(seen:lua(
      "return vim.api.nvim_buf_get_lines(0, ..., -1, true)", options.lines
    ), "\n")
    h.eq(seen:lua("return vim.v.errmsg"), "")
  end)
  seen:stop()
  if not ok then
    error(problem, 0)
  end
  return result
end

return M
