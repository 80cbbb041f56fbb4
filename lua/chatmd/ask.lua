--- Asks the binary something that has one short answer.
local client = require("chatmd.client")
local exit = require("chatmd.exit")

local M = {}

---@class chatmd.Answer
---@field output string what it printed
---@field code integer
---@field problem? string its own words where it failed, or why it was not started

--- The binary's error as a sentence for the user: what stands there as
--- `/a/b/chat.md:2:7: error: …` is `chat.md:2:7: …`, and what it says of itself has no place.
---@param stderr string
---@return string|nil
local function sentence(stderr)
  local place, message = ("\n" .. stderr):match("\n([^\n]-): error: (.*)$")
  if not place then
    return stderr:find("%S") and vim.trim(stderr) or nil
  end
  place = place:gsub("^.*/", ""):gsub("^chatmd:", "line ")
  return (place == "chatmd" and "" or place .. ": ") .. vim.trim(message)
end

--- Runs the binary to its end. Calls back once, later, unless it could not be started.
---@param arguments string[]
---@param lines string[]|string|nil its standard input, as lines of a buffer, or as it is
---@param on_answer fun(answer: chatmd.Answer)
---@param cwd? string
---@return fun() cancel
function M.start(arguments, lines, on_answer, cwd)
  local binary, problem = client.binary()
  if not binary then
    on_answer({ output = "", code = -1, problem = problem })
    return function() end
  end

  local output, stderr, code
  local function end_if_whole()
    if not (output and stderr and code) then
      return
    end
    on_answer({
      output = output,
      code = code,
      problem = code ~= 0
        and (sentence(stderr) or ("its program failed (%s)"):format(exit.describe(code)))
        or nil,
    })
  end

  -- Each is called once; in which order, is not said.
  local ok, job = pcall(vim.fn.jobstart, vim.list_extend({ binary }, arguments), {
    cwd = cwd,
    stdout_buffered = true,
    stderr_buffered = true,
    on_stdout = function(_, data)
      output = table.concat(data, "\n")
      end_if_whole()
    end,
    on_stderr = function(_, data)
      stderr = table.concat(data, "\n")
      end_if_whole()
    end,
    on_exit = function(_, exit_code)
      code = exit_code
      end_if_whole()
    end,
  })
  if not ok or job <= 0 then
    on_answer({ output = "", code = -1, problem = ("%s could not be started"):format(binary) })
    return function() end
  end
  if lines then
    -- A program that has ended reads nothing; its exit is being reported.
    pcall(vim.fn.chansend, job, lines)
    if type(lines) == "table" then
      pcall(vim.fn.chansend, job, "\n")
    end
  end
  pcall(vim.fn.chanclose, job, "stdin")
  return function() pcall(vim.fn.jobstop, job) end
end

-- null becomes nil, so that `member or …` means what it says.
local nulls = { luanil = { object = true, array = true } }

--- Runs the binary for an answer that is one JSON object.
---@param arguments string[]
---@param lines string[]|nil
---@param on_answer fun(answer: table|nil, problem: string|nil)
---@param cwd? string
---@return fun() cancel
function M.json(arguments, lines, on_answer, cwd)
  return M.start(arguments, lines, function(answer)
    if answer.problem then
      return on_answer(nil, answer.problem)
    end
    local ok, decoded = pcall(vim.json.decode, answer.output, nulls)
    if ok and type(decoded) == "table" then
      on_answer(decoded)
    else
      on_answer(nil, ("`chatmd %s` does not answer with JSON"):format(arguments[1]))
    end
  end, cwd)
end

--- The same for what cannot go on without the answer, such as a motion: waits, but not for long,
--- and CTRL-C ends it.
---@param milliseconds integer
---@param ask fun(on_answer: fun(answer: any, problem: string|nil)): fun()
---@return any answer
---@return string|nil problem
function M.wait(milliseconds, ask)
  local done, answer, problem = false, nil, nil
  local cancel = ask(function(...)
    done, answer, problem = true, ...
  end)
  if not done and not vim.wait(milliseconds, function() return done end, 2) then
    cancel()
    return nil, "its program took too long"
  end
  return answer, problem
end

return M
