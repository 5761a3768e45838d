using System.Text;
using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Marketplace.Frontends.Sandbox.Telegram.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>
/// <c>/bot&lt;token&gt;/&lt;method&gt;</c>: answers <c>{"ok":true,"result":…}</c> or <c>{"ok":false,"error_code":…,"description":…,"parameters":…}</c> with the
/// same HTTP status, as https://core.telegram.org/bots/api#making-requests says.
/// </summary>
internal sealed class BotApiEndpoint(
    TelegramWorld world, SandboxOptions options, FaultSwitch faults, CallJournal journal, IEnumerable<IBotApiMethod> methods, ILogger<BotApiEndpoint> logger)
{
    /// <summary>Names of old that clients still call and the server still knows.</summary>
    private static readonly Dictionary<string, string> FormerNames = new(StringComparer.OrdinalIgnoreCase) { ["getChatMembersCount"] = "getChatMemberCount" };

    private readonly Dictionary<string, IBotApiMethod> _methods = methods.ToDictionary(method => method.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The methods that are there; the real server has more.</summary>
    public IEnumerable<string> Methods => _methods.Values.Select(method => method.Name).Order(StringComparer.Ordinal);

    /// <param name="context">The request.</param>
    /// <param name="token">The bot's.</param>
    /// <param name="path">The method, or <c>test/</c> and the method: the test environment, which is no other world here.</param>
    public async Task HandleAsync(HttpContext context, string token, string path)
    {
        var method = path.StartsWith("test/", StringComparison.OrdinalIgnoreCase) ? path["test/".Length..] : path;
        Arguments? arguments = null;
        (int Status, object Body, int? RetryAfter) reply;
        Bot? bot = null;
        try
        {
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsPost(context.Request.Method))
            {
                throw new Refusal(405, "Method Not Allowed");
            }

            bot = Authorize(token);
            if (method.Length == 0 || method.Contains('/', StringComparison.Ordinal))
            {
                throw Refusal.NotFound();
            }

            AcceptLargeFiles(context);
            arguments = await Arguments.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
            var fault = faults.Take(method);
            if (fault is not null && !await fault.LetThroughAsync(context, world.Clock).ConfigureAwait(false))
            {
                journal.Add(bot, method, arguments, context.Response.StatusCode, "fault: " + fault.Kind);
                return;
            }

            var answer = await CallAsync(bot, method, arguments, context.RequestAborted).ConfigureAwait(false);
            if (fault?.LosesAnswer == true)
            {
                journal.Add(bot, method, arguments, 0, "fault: answer lost");
                context.Abort();
                return;
            }

            reply = (200, new { ok = true, result = answer.Result, description = answer.Description }, null);
        }
        catch (Refusal refusal)
        {
            reply = (refusal.Code, Failure(refusal), refusal.RetryAfter);
        }
        catch (BadHttpRequestException request)
        {
            var refusal = request.StatusCode == 413 ? new Refusal(413, "Request Entity Too Large") : Refusal.BadRequest("can't read the request");
            reply = (refusal.Code, Failure(refusal), null);
        }
        catch (InvalidDataException)
        {
            reply = (400, Failure(Refusal.BadRequest("can't read the request")), null);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            // A fault of the stand-in's own: its client still gets an answer that it can read.
            logger.LogError(exception, "{Method} failed", method);
            reply = (500, Failure(new Refusal(500, "Internal Server Error")), null);
        }

        journal.Add(bot, method, arguments, reply.Status, (reply.Body as FailureBody)?.Description);
        await WriteAsync(context, reply.Status, reply.Body, reply.RetryAfter).ConfigureAwait(false);
    }

    /// <summary>A call that came in the answer to a webhook: its result is never seen.</summary>
    public async Task CallFromWebhookAsync(Bot bot, string method, Arguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(bot, method, arguments, cancellationToken).ConfigureAwait(false);
            journal.Add(bot, method, arguments, 200, null);
        }
        catch (Refusal refusal)
        {
            journal.Add(bot, method, arguments, refusal.Code, refusal.Message);
        }
    }

    private async Task<Answer> CallAsync(Bot bot, string method, Arguments arguments, CancellationToken aborted)
    {
        if (!_methods.TryGetValue(FormerNames.GetValueOrDefault(method, method), out var found))
        {
            throw Refusal.MethodNotFound();
        }

        if (options.StrictParameters && arguments.Names.FirstOrDefault(name => !found.Parameters.Contains(name)) is { } unknown)
        {
            throw Refusal.BadRequest($"unknown parameter \"{unknown}\" of {found.Name}");
        }

        return await found.CallAsync(new BotCall(bot, found.Name, arguments, world, aborted)).ConfigureAwait(false);
    }

    /// <summary>The refusal as the body that every path answers.</summary>
    public static Task RefuseAsync(HttpContext context, Refusal refusal) => WriteAsync(context, refusal.Code, Failure(refusal), refusal.RetryAfter);

    public Bot Authorize(string token)
    {
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !token.AsSpan(0, colon).ContainsAnyInRange('0', '9') || token.Length > 80)
        {
            throw new Refusal(401, "Unauthorized: invalid token specified");
        }

        var bot = world.Bots.Values.FirstOrDefault(bot => bot.Token == token) ?? throw new Refusal(401, "Unauthorized");
        return world.Look(_ => world.Settings.Find(BotSetting.KeyOf(bot.Id, BotApi.Methods.LogOut.Setting))) is { } left && BotApi.Methods.LogOut.StillAway(world, left)
            ? throw new Refusal(400, "Logged out")
            : bot;
    }

    private static void AcceptLargeFiles(HttpContext context)
    {
        // One upload at the limit, and the other arguments beside it: what is larger is refused by the method, in its words.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = 2L * Files.FileKind.LargestUpload;
        }
    }

    private static FailureBody Failure(Refusal refusal) => new(
        false,
        refusal.Code,
        refusal.Message,
        refusal.RetryAfter is null && refusal.MigrateToChatId is null ? null : new FailureParameters(refusal.RetryAfter, refusal.MigrateToChatId));

    internal static async Task WriteAsync(HttpContext context, int status, object body, int? retryAfter)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (retryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = TelegramWorld.Key(seconds);
        }

        var bytes = Encoding.UTF8.GetBytes(SandboxJson.Write(body));
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes).ConfigureAwait(false);
    }
}

internal sealed record FailureBody(bool Ok, int ErrorCode, string Description, FailureParameters? Parameters);

internal sealed record FailureParameters(int? RetryAfter, long? MigrateToChatId);
