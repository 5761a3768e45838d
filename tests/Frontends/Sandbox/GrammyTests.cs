using System.ComponentModel;
using System.Diagnostics;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>
/// A second opinion: grammY, a client that knows nothing of us, polls the stand-in, answers a command, handles a forward and a press. Needs node and npm (which fetches the
/// pinned package into a temporary directory); without them it is skipped, unless MARKETPLACE_REQUIRE_NODE=1 makes that a failure.
/// </summary>
public sealed class GrammyTests
{
    private const string Package = "grammy@1.46.0";

    private const string Bot = """
        import { Bot, GrammyError, InlineKeyboard } from "grammy";
        const bot = new Bot(process.env.TOKEN, { client: { apiRoot: process.env.API_ROOT } });
        bot.command("start", (ctx) => ctx.reply(`<b>Hello</b> ${ctx.match}`, { parse_mode: "HTML", reply_markup: new InlineKeyboard().text("Go", "go") }));
        bot.on("msg:forward_origin", (ctx) => ctx.reply(`from ${ctx.msg.forward_origin.sender_user.username}`));
        bot.callbackQuery("go", async (ctx) => {
          await ctx.answerCallbackQuery({ text: "gone" });
          await ctx.editMessageText("Went");
          const refusal = await ctx.editMessageText("Went").catch((error) => error);
          await ctx.reply(refusal instanceof GrammyError ? `refused ${refusal.error_code}` : "not refused");
        });
        await bot.start({ onStart: (me) => console.log(`started ${me.username}`) });
        """;

    [Test]
    public async Task GrammY_polls_the_stand_in_and_answers()
    {
        using var directory = new TemporaryDirectory();
        await InstallOrSkipAsync(directory.Path);
        await using var sandbox = await Sandbox.StartAsync();
        var script = Path.Combine(directory.Path, "bot.mjs");
        await File.WriteAllTextAsync(script, Bot);
        using var node = Start("node", directory.Path, [script], ("TOKEN", sandbox.Options.BotToken), ("API_ROOT", sandbox.Server.Url.ToString().TrimEnd('/')));
        var errors = node.StandardError.ReadToEndAsync();
        try
        {
            Assert.That(await node.StandardOutput.ReadLineAsync(), Is.EqualTo($"started {Sandbox.BotName}"), () => node.HasExited ? errors.Result : "");
            await PlayAsync(sandbox);
        }
        finally
        {
            node.Kill();
            await node.WaitForExitAsync();
        }
    }

    private static async Task PlayAsync(Sandbox sandbox)
    {
        await sandbox.ActAsync($"people/{Sandbox.Bob}/open", new { url = $"https://t.me/{Sandbox.BotName}?start=ref_1" });
        var hello = await AnswerAsync(sandbox, 2);
        Assert.That(hello.Text, Is.EqualTo("Hello ref_1"));

        var press = await sandbox.ActAsync($"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/press?wait=60", new { message_id = hello.Id, text = "Go" });
        Assert.That(press["text"]!.GetValue<string>(), Is.EqualTo("gone"));
        Assert.That((await AnswerAsync(sandbox, 3)).Text, Is.EqualTo("refused 400"));

        await sandbox.ActAsync($"people/{Sandbox.Bob}/chats/weather_whale_bot/start");
        var said = (await sandbox.SeeAsync($"people/{Sandbox.Bob}/chats/weather_whale_bot/messages"))["messages"]!.AsArray()[^1]!["message_id"]!.GetValue<long>();
        await sandbox.ActAsync($"people/{Sandbox.Bob}/chats/weather_whale_bot/forward", new { message_id = said, to = Sandbox.BotName });
        Assert.That((await AnswerAsync(sandbox, 5)).Text, Is.EqualTo("from weather_whale_bot"));
    }

    /// <summary>The chat's message number <paramref name="count"/>, once there are so many.</summary>
    private static async Task<(long Id, string Text)> AnswerAsync(Sandbox sandbox, int count)
    {
        var path = $"people/{Sandbox.Bob}/chats/{Sandbox.BotName}/messages";
        var history = await sandbox.SeeAsync(path);
        while (history["messages"]!.AsArray().Count < count)
        {
            await sandbox.SeeAsync($"{path}?after={history["version"]}&wait=60");
            history = await sandbox.SeeAsync(path);
        }

        var message = history["messages"]![count - 1]!;
        return (message["message_id"]!.GetValue<long>(), message["text"]!.GetValue<string>());
    }

    private static async Task InstallOrSkipAsync(string directory)
    {
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory, "package.json"), """{"private":true,"type":"module"}""");
            using var npm = Start("npm", directory, ["install", "--no-audit", "--no-fund", "--loglevel=error", Package]);
            var output = await npm.StandardError.ReadToEndAsync();
            await npm.WaitForExitAsync();
            Skip(npm.ExitCode == 0 ? null : $"npm could not install {Package}: {output}");
        }
        catch (Win32Exception)
        {
            Skip("node and npm are not on this machine, so no client but our own tries the stand-in.");
        }
    }

    private static void Skip(string? reason)
    {
        if (reason is null)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("MARKETPLACE_REQUIRE_NODE") == "1")
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
    }

    private static Process Start(string program, string directory, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private sealed class TemporaryDirectory : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("grammy-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
