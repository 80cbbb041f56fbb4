-- The Lua of chatvim.nvim, unchanged, with a `node` on PATH that is this binary. Its source is
-- looked for where CHATVIM_NVIM says, then in folders beside this one.
local h = require("harness")

local api = vim.api

--- The folder of chatvim.nvim, or the test is skipped.
local function need_chatvim()
  h.need_binary()
  for _, place in ipairs({
    vim.env.CHATVIM_NVIM or "", h.root .. "/../chatvim.nvim", h.root .. "/../shared/chatvim.nvim",
  }) do
    if vim.fn.filereadable(place .. "/lua/chatvim.lua") == 1 then
      return place
    end
  end
  h.skip("no source of chatvim.nvim: CHATVIM_NVIM names its folder")
end

---@type string[] what it has shown
local echoed

--- A test in which `node SCRIPT complete …` is `chatmd complete …`, and the model `echo`.
local function test(rule, body)
  h.test(rule, function()
    local place = need_chatvim()
    local folder = h.folder()
    vim.fn.writefile({
      "#!/bin/sh",
      "shift",
      'echo "$*" >>"$CHATVIM_CALLS"',
      'exec "$CHATMD_BIN" "$@"',
    }, folder .. "/node")
    vim.fn.setfperm(folder .. "/node", "rwx------")
    local path, echo = vim.env.PATH, api.nvim_echo
    echoed = {}
    api.nvim_echo = function(chunks) table.insert(echoed, chunks[1][1]) end
    vim.env.PATH, vim.env.CHATVIM_CALLS = folder .. ":" .. path, folder .. "/calls"
    vim.opt.runtimepath:append(place)
    local ok, problem = pcall(body, function()
      return vim.fn.readfile(vim.env.CHATVIM_CALLS)
    end)
    vim.env.PATH, api.nvim_echo = path, echo
    if not ok then
      error(problem, 0)
    end
  end)
end

--- Answers the buffer, as `:ChatvimComplete` does there.
local function complete(lines)
  package.loaded.chatvim = nil
  local buf = h.chat(lines)
  require("chatvim")
  vim.cmd("ChatvimComplete")
  -- After this its timer and its window are gone.
  h.wait_for("the end", function()
    return vim.tbl_contains(echoed, "[Streaming complete]") and #api.nvim_list_wins() == 1
  end)
  return buf
end

local front_matter = { "+++", 'model = "echo"', "+++", "" }

test("a conversation is answered, and a heading for the next question follows", function(calls)
  local lines = vim.list_extend(vim.deepcopy(front_matter), { "one", "", "two ä€😀" })
  local buf = complete(lines)
  h.eq(calls(), { "complete --chunk --add-delimiters" })
  h.eq(h.lines(buf), vim.list_extend(lines, {
    "", "# === ASSISTANT ===", "", "one", "", "two ä€😀", "", "# === USER ===", "", "",
  }))
end)

test("it goes on with what it has written", function()
  local buf = complete(vim.list_extend(vim.deepcopy(front_matter), { "one" }))
  echoed = {}
  api.nvim_buf_set_lines(buf, -2, -1, false, { "two" })
  complete(h.lines(buf))
  h.eq(vim.list_slice(h.lines(0), 11), {
    "# === USER ===", "", "two", "", "# === ASSISTANT ===", "", "two", "", "# === USER ===", "", "",
  })
end)

test("an error is shown, and nothing is written", function()
  local lines = { "+++", 'model = "no-such-provider/x"', "+++", "", "one" }
  local buf = complete(lines)
  h.eq(h.lines(buf), lines)
  h.ok(table.concat(echoed, "\n"):find("[Error] chatmd: error: no provider is known", 1, true))
end)

h.finish()
