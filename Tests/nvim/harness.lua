--- A test runner as small as what it has to run: a spec is a file of `test("rule", function)`.
local M = {}

local LIMIT_MS = 20000

M.root = vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":p:h:h:h")
M.fake = M.root .. "/Tests/nvim/fake_chatmd"
--- The built program.
M.binary = vim.env.CHATMD_BIN

local counts = { passed = 0, failed = 0, skipped = 0 }
local SKIP = {}

---@type string[] what the plugin told the user in this test, each as `LEVEL message`
M.messages = {}
local levels = { [0] = "TRACE", "DEBUG", "INFO", "WARN", "ERROR" }
vim.notify = function(message, level)
  M.messages[#M.messages + 1] = levels[level] .. " " .. message
end

local function say(line)
  io.stdout:write(line, "\n")
end

--- Runs one test, with no buffer, no message and no option left from the one before.
---@param rule string
---@param body fun()
function M.test(rule, body)
  M.messages = {}
  vim.v.errmsg = ""
  require("chatmd").setup({ binary = M.fake })
  vim.cmd("silent! only! | silent! %bwipeout!")
  local ok, problem = xpcall(body, function(reason)
    if reason == SKIP or type(reason) == "table" then
      return reason
    end
    return debug.traceback(tostring(reason), 2)
  end)
  if ok and vim.v.errmsg ~= "" then
    ok, problem = false, "an error message was shown: " .. vim.v.errmsg
  end
  if ok then
    counts.passed = counts.passed + 1
    say("ok      " .. rule)
  elseif type(problem) == "table" and problem.skip then
    counts.skipped = counts.skipped + 1
    say(("skipped %s (%s)"):format(rule, problem.skip))
  else
    counts.failed = counts.failed + 1
    say("FAILED  " .. rule)
    say("        " .. tostring(problem):gsub("\n", "\n        "))
    if #M.messages > 0 then
      say("        messages: " .. table.concat(M.messages, " | "))
    end
  end
end

---@param reason string
function M.skip(reason)
  error({ skip = reason }, 0)
end

--- Ends the spec: writes its counts where `run` adds them up.
function M.finish()
  vim.fn.writefile(
    { ("%d %d %d"):format(counts.passed, counts.failed, counts.skipped) },
    vim.env.CHATMD_TEST_COUNTS
  )
end

--- Values are compared by content. Lists of lines are shown with the first line that differs.
function M.eq(actual, expected, what)
  if vim.deep_equal(actual, expected) then
    return
  end
  local detail = ""
  if type(actual) == "table" and type(expected) == "table" then
    for index = 1, math.max(#actual, #expected) do
      if not vim.deep_equal(actual[index], expected[index]) then
        detail = ("\nfirst difference at [%d]:\n  %s\n  %s"):format(
          index, vim.inspect(actual[index]), vim.inspect(expected[index])
        )
        break
      end
    end
  end
  error(("%sgot\n%s\ninstead of\n%s%s"):format(
    what and what .. ": " or "", vim.inspect(actual), vim.inspect(expected), detail
  ), 2)
end

function M.ok(value, what)
  if not value then
    error(what or "expected a true value", 2)
  end
end

--- Waits for a condition, never for a time.
---@param what string
---@param condition fun(): boolean
function M.wait_for(what, condition)
  if not vim.wait(LIMIT_MS, condition, 5) then
    error("waited in vain for: " .. what, 2)
  end
end

-- Buffers --------------------------------------------------------------------------------------

--- A buffer with these lines in the current window, cursor on the last one.
---@param lines string[]
---@return integer buf
function M.chat(lines)
  vim.cmd("enew!")
  local buf = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, lines)
  vim.api.nvim_win_set_cursor(0, { #lines, 0 })
  return buf
end

--- Reads the current buffer's file anew.
function M.reread()
  vim.cmd("silent! edit!")
  -- Neovim 0.12's own plugin for Markdown removes a mapping twice.
  if vim.v.errmsg:find("^E31:") then
    vim.v.errmsg = ""
  end
end

function M.lines(buf)
  return vim.api.nvim_buf_get_lines(buf, 0, -1, false)
end

--- What `vim.b.chatmd` says of a buffer.
function M.state(buf)
  return (vim.b[buf].chatmd or {}).state
end

local over = { done = true, stopped = true, failed = true }

function M.wait_until_over(buf)
  M.wait_for("the end of the reply", function()
    return over[M.state(buf)] and not M.is_busy(buf)
  end)
end

--- A session lives as long as its autocommands.
function M.is_busy(buf)
  return vim.fn.exists("#chatmd_session_" .. buf) == 1
end

-- Programs -------------------------------------------------------------------------------------

--- Makes a folder of this test's own.
function M.folder()
  local path = vim.fn.tempname()
  vim.fn.mkdir(path, "p")
  return path
end

--- Sets what the next fake_chatmd does: shell, with the words that fake_chatmd describes.
---@param script string
---@return string folder where it leaves `request`, and where its gates are
function M.script(script)
  local folder = M.folder()
  vim.env.FAKE_CHATMD, vim.env.FAKE_DIR = script, folder
  return folder
end

--- Lets a fake_chatmd go on that waits at `gate NAME`.
function M.open_gate(folder, name)
  vim.fn.system({ "mkfifo", folder .. "/" .. name })
  vim.fn.jobstart({ "sh", "-c", 'echo go >"$1"', "sh", folder .. "/" .. name })
end

--- The path of the built program, or the test is skipped.
function M.need_binary()
  if not M.binary or vim.fn.executable(M.binary) ~= 1 then
    M.skip("no CHATMD_BIN")
  end
  require("chatmd").setup({ binary = M.binary })
  return M.binary
end

-- A Neovim of its own ---------------------------------------------------------------------------

--- A second Neovim with a real main loop, for what only typed keys can show.
function M.child()
  local job = vim.fn.jobstart({
    vim.v.progpath, "--clean", "-u", M.root .. "/Tests/nvim/minimal_init.lua", "--embed",
    "--headless",
  }, { rpc = true })
  local child = {}

  function child.call(method, ...)
    return vim.rpcrequest(job, method, ...)
  end

  --- Runs Lua in the child; its arguments are `...`.
  function child.lua(code, ...)
    return child.call("nvim_exec_lua", code, { ... })
  end

  --- Types, and returns when all of it has been taken in. (Asking for the mode waits for that.)
  function child.type(keys)
    child.call("nvim_input", keys)
    M.wait_for("typed keys", function()
      return not child.call("nvim_get_mode").blocking and child.lua("return vim.fn.getchar(1)") == 0
    end)
  end

  function child.lines()
    return child.call("nvim_buf_get_lines", 0, 0, -1, false)
  end

  function child.stop()
    pcall(vim.fn.jobstop, job)
  end

  child.lua([[require("chatmd").setup({ binary = ... })
    messages = {}
    vim.notify = function(message) messages[#messages + 1] = message end]], M.fake)
  return child
end

return M
