--- For other plugins: models answer, embed and are listed, without a buffer.
---
--- Everything returns at once, with a handle that has `cancel()`. Callbacks come on the main loop,
--- later; the last one exactly once, and after a cancel no other.
local ask = require("chatmd.ask")
local converse = require("chatmd.converse")
local errors = require("chatmd.errors")
local ndjson = require("chatmd.ndjson")

local M = {}

---@class chatmd.Handle
---@field cancel fun() ends the work; the last callback still comes, with the code `cancelled`

--- Answers a conversation as a file has it.
---@param opts { text: string, model?: string, options?: table, path?: string,
--- add_delimiters?: boolean }
---@param callbacks chatmd.Callbacks
---@return chatmd.Handle
function M.complete(opts, callbacks)
  vim.validate({ opts = { opts, "table" }, callbacks = { callbacks, "table" } })
  vim.validate({ text = { opts.text, "string" } })
  return converse.start({ text = opts.text }, opts, callbacks)
end

--- Answers messages.
---@param opts { messages: { role: string, content: string }[], model?: string, options?: table,
--- path?: string }
---@param callbacks chatmd.Callbacks
---@return chatmd.Handle
function M.chat(opts, callbacks)
  vim.validate({ opts = { opts, "table" }, callbacks = { callbacks, "table" } })
  vim.validate({ messages = { opts.messages, "table" } })
  return converse.start({ messages = opts.messages }, opts, callbacks)
end

-- One answer ------------------------------------------------------------------------------------

--- Runs the binary, more than once where `runs` has more than one, and ends with one callback.
---@param runs { arguments: string[], input?: string }[]
---@param read fun(output: string): chatmd.Error|nil takes in what one run has printed
---@param callback fun(err: chatmd.Error|nil)
---@return chatmd.Handle
local function run(runs, read, callback)
  local is_cancelled, is_over = false, false
  local stop = function() end

  local function finish(err)
    is_over = true
    vim.schedule(function() callback(err) end)
  end

  local function go_on(index)
    if not runs[index] then
      return finish(nil)
    end
    stop = ask.start(runs[index].arguments, runs[index].input, function(answer)
      if is_cancelled then
        return finish(errors.cancelled())
      end
      local err = read(answer.output)
      if not err and answer.problem then
        err = errors.of_words(answer.problem, answer.code == -1 and "no_program" or "failed")
        err.exit_code = answer.code
      end
      if err then
        finish(err)
      else
        go_on(index + 1)
      end
    end)
  end

  go_on(1)
  return {
    cancel = function()
      if not is_cancelled and not is_over then
        is_cancelled = true
        stop()
      end
    end,
  }
end

---@param arguments string[]
---@param name string
---@param value any
local function add_option(arguments, name, value)
  if value == true then
    arguments[#arguments + 1] = "--" .. name
  elseif value then
    arguments[#arguments + 1] = ("--%s=%s"):format(name, value)
  end
end

--- Turns texts into vectors, in their order.
---@param texts string|string[]
---@param opts { model?: string, provider?: string, dimensions?: integer }|nil
---@param callback fun(err: chatmd.Error|nil, result: { embeddings: number[][], model?: string,
--- dimensions?: integer, usage?: table }|nil)
---@return chatmd.Handle
function M.embed(texts, opts, callback)
  texts, opts = type(texts) == "string" and { texts } or texts, opts or {}
  vim.validate({
    texts = { texts, "table" }, opts = { opts, "table" }, callback = { callback, "function" },
  })
  local arguments = { "embed", "--format", "ndjson" }
  for _, name in ipairs({ "model", "provider", "dimensions" }) do
    add_option(arguments, name, opts[name])
  end

  local runs = {}
  local are_lines = #texts > 0
  for _, text in ipairs(texts) do
    are_lines = are_lines and text ~= "" and not text:find("[\r\n%z]")
  end
  if are_lines then
    local all = vim.list_extend(vim.deepcopy(arguments), { "--lines" })
    runs[1] = { arguments = all, input = table.concat(texts, "\n") .. "\n" }
  else
    -- Texts of several lines go one at a time: arguments would be seen by everybody, and are short.
    for index, text in ipairs(texts) do
      runs[index] = { arguments = vim.list_extend(vim.deepcopy(arguments), { "-" }), input = text }
    end
  end

  local result = { embeddings = {} }
  local before = 0
  return run(runs, function(output)
    local events = ndjson.decoder():feed(vim.split(output .. "\n", "\n", { plain = true }))
    for _, event in ipairs(events) do
      if event.type == "embedding" then
        result.embeddings[before + event.index + 1] = event.embedding
      elseif event.type == "usage" then
        result.usage = result.usage or {}
        for name, value in pairs(event) do
          if type(value) == "number" and name ~= "id" then
            result.usage[name] = (result.usage[name] or 0) + value
          end
        end
      elseif event.type == "done" then
        result.model, result.dimensions = event.model, event.dimensions
      elseif event.type == "error" then
        return errors.of_event(event)
      end
    end
    before = #result.embeddings
  end, function(err)
    callback(err, not err and result or nil)
  end)
end

local nulls = { luanil = { object = true, array = true } }

--- Lists models, as `chatmd models --format json` does.
---@param opts { provider?: string, search?: string, free?: boolean, refresh?: boolean }|nil
---@param callback fun(err: chatmd.Error|nil, models: table[]|nil)
---@return chatmd.Handle
function M.models(opts, callback)
  opts = opts or {}
  vim.validate({ opts = { opts, "table" }, callback = { callback, "function" } })
  local arguments = { "models", "--format", "json" }
  for _, name in ipairs({ "provider", "search", "free", "refresh" }) do
    add_option(arguments, name, opts[name])
  end
  local models
  return run({ { arguments = arguments } }, function(output)
    local ok, decoded = pcall(vim.json.decode, output, nulls)
    models = ok and type(decoded) == "table" and decoded.models or nil
  end, function(err)
    if not err and not models then
      err = errors.new("protocol", "`chatmd models` does not answer with JSON")
    end
    callback(err, not err and models or nil)
  end)
end

return M
