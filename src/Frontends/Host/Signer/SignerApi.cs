using System.Text.Json;
using Marketplace.Tron.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Host.Signer;

/// <summary>
/// <c>POST /sign</c>: a signature, or 422 with the reason why there is none. <c>GET /public</c>: whose keys these are. Both for who knows the token,
/// others get 401. <c>/health/live</c> is for everybody.
/// </summary>
internal static class SignerApi
{
    private const string Bearer = "Bearer ";
    private const string Live = "/health/live";

    public static void Configure(IServiceCollection services, string token)
    {
        services.AddSingleton(new Doorkeeper(token));
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
    }

    public static void Map(WebApplication application)
    {
        application.Use(async (context, next) =>
        {
            // Before anything of the request is read.
            if (context.Request.Path == Live || context.RequestServices.GetRequiredService<Doorkeeper>().Knows(context.Request.Headers.Authorization.ToString()))
            {
                await next(context);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        });
        application.MapGet(Live, () => Results.Text("ok"));
        application.MapGet("/public", (TronSigner signer) => Results.Json(signer.Info));
        application.MapPost("/sign", Sign);
    }

    private static IResult Sign(SignRequest request, TronSigner signer, ILogger<SignRequest> logger)
    {
        var reference = request.Reference ?? string.Empty;
        try
        {
            var signed = signer.Sign(reference, request.Source ?? string.Empty, request.RawDataHex ?? string.Empty);
            if (!signed.Succeeded)
            {
                var arguments = signed.Error.Arguments;
                logger.LogError("ALARM: refused {Reference}: {Reason}. {Detail}", Printable(reference), arguments["reason"], arguments["detail"]);
                return Results.Json(new { Reason = arguments["reason"], Detail = arguments["detail"] }, statusCode: StatusCodes.Status422UnprocessableEntity);
            }

            logger.LogInformation(
                "Signed {Reference}: {TransactionId}, {Amount} TRX to {To}", Printable(reference), signed.Value.TransactionId, signed.Value.Amount, signed.Value.To);
            return Results.Json(new { signed.Value.Signature });
        }
        catch (IOException exception)
        {
            logger.LogCritical("ALARM: nothing can be signed: {Reason}", exception.Message);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>What somebody else wrote must not look like lines of ours.</summary>
    private static string Printable(string text) => new([.. text.Take(200).Select(letter => char.IsControl(letter) ? '?' : letter)]);

    /// <summary>Holds the token, and prints as nothing.</summary>
    private sealed class Doorkeeper(string token)
    {
        public bool Knows(string header) => header.StartsWith(Bearer, StringComparison.Ordinal) && TronSignerToken.Matches(token, header[Bearer.Length..]);
    }
}

/// <summary>What is asked for.</summary>
/// <param name="Reference">What it is for.</param>
/// <param name="Source"><c>hot</c> or <c>deposit:7</c>.</param>
/// <param name="RawDataHex">The transaction's bytes.</param>
internal sealed record SignRequest(string? Reference, string? Source, string? RawDataHex);
